// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Writes a desk into ConfigAdmin: a factory configuration for each device and pipeline. Those that did not change are
 * not touched, so their components hear nothing.
 */
public final class DeskConfigurations {
    /** The factory PID of devices: the component of device {@code keys} has the PID {@code dkvm.device~keys}. */
    public static final String DEVICE_PID = "dkvm.device";
    /** The factory PID of pipelines. */
    public static final String PIPELINE_PID = "dkvm.pipeline";
    /** The place of our configurations: any bundle may use them. */
    private static final String ANYWHERE = "?";

    private DeskConfigurations() {}

    /**
     * What was changed.
     *
     * @param revision the number of this change
     * @param written the PIDs that are new or differ from before
     * @param deleted the PIDs that are gone
     */
    public record Applied(long revision, List<String> written, List<String> deleted) {
        /** Copies the lists. */
        public Applied {
            written = List.copyOf(written);
            deleted = List.copyOf(deleted);
        }
    }

    /**
     * Makes ConfigAdmin hold this desk. Its components learn of it later, on ConfigAdmin's own thread.
     *
     * @param desk the desk
     * @param revision counts the changes; what is written has it as {@link Revisions#REVISION}
     * @param admin where to write it
     * @return what had to be changed
     * @throws IOException if ConfigAdmin cannot store it
     */
    public static Applied apply(Desk desk, long revision, ConfigurationAdmin admin) throws IOException {
        var devices = new LinkedHashMap<String, Map<String, Object>>();
        desk.devices().forEach(device -> devices.put(device.id(), properties(device)));
        var pipelines = new LinkedHashMap<String, Map<String, Object>>();
        desk.pipelines().forEach(pipeline -> pipelines.put(pipeline.id(), properties(pipeline)));
        var written = new ArrayList<String>();
        var deleted = new ArrayList<String>();
        delete(PIPELINE_PID, pipelines, admin, deleted);
        delete(DEVICE_PID, devices, admin, deleted);
        write(DEVICE_PID, devices, revision, admin, written);
        write(PIPELINE_PID, pipelines, revision, admin, written);
        return new Applied(revision, written, deleted);
    }

    /**
     * A device as ConfigAdmin holds it.
     *
     * @param device the device
     * @return id, type, enabled, directory, liveness, {@code restart.*} (durations in ms), {@code memory.limit} if
     *     there is one, and its options under {@code config.}, lists as arrays
     */
    public static Map<String, Object> properties(DeviceEntry device) {
        return DeviceProperties.write(device);
    }

    /**
     * A pipeline as ConfigAdmin holds it.
     *
     * @param pipeline the pipeline
     * @return id, links ({@link LinkEntry#text()}), overflow (empty: the kind's default), capacity (0: the kind's
     *     default)
     */
    public static Map<String, Object> properties(PipelineEntry pipeline) {
        return PipelineProperties.write(pipeline);
    }

    /** What did not change keeps the revision in which it last did. */
    private static void write(String factory, Map<String, Map<String, Object>> entries, long revision,
            ConfigurationAdmin admin, List<String> written) throws IOException {
        for (var entry : entries.entrySet()) {
            var configuration = admin.getFactoryConfiguration(factory, entry.getKey(), ANYWHERE);
            var properties = new HashMap<>(entry.getValue());
            properties.put(Revisions.REVISION, before(configuration, entry.getValue()).orElse(revision));
            if (configuration.updateIfDifferent(FrameworkUtil.asDictionary(properties))) {
                written.add(configuration.getPid());
            }
        }
    }

    /** The revision of a configuration that has these values already. */
    private static Optional<Object> before(Configuration configuration, Map<String, Object> wanted) {
        var stored = configuration.getProperties();
        if (stored == null) {
            return Optional.empty();
        }
        var values = new HashMap<>(FrameworkUtil.asMap(stored));
        var revision = values.remove(Revisions.REVISION);
        values.keySet().removeIf(key -> key.startsWith("service."));
        return DeskChange.differing(values, wanted).isEmpty() ? Optional.ofNullable(revision) : Optional.empty();
    }

    private static void delete(String factory, Map<String, ?> kept, ConfigurationAdmin admin, List<String> deleted)
            throws IOException {
        for (var configuration : list(factory, admin)) {
            var pid = configuration.getPid();
            if (!kept.containsKey(pid.substring(pid.indexOf('~') + 1))) {
                configuration.delete();
                deleted.add(pid);
            }
        }
    }

    private static Configuration[] list(String factory, ConfigurationAdmin admin) throws IOException {
        try {
            var found = admin.listConfigurations("(service.factoryPid=" + factory + ")");
            return found == null ? new Configuration[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError("a constant filter", e);
        }
    }
}
