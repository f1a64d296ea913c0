// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.DeskConfigurations.Applied;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Which revision of its configuration each component works with, as it says itself: ConfigAdmin tells them in its own
 * time. Any thread may ask and tell.
 */
@Component(service = Revisions.class)
public final class Revisions {
    /** The property that says in which revision of the desk a configuration got its values, a Long. */
    public static final String REVISION = "dkvm.revision";

    private record Awaited(Applied applied, CompletableFuture<@Nullable Void> done) {}

    /** By PID. Guarded by this, as all below. */
    private final Map<String, Long> reached = new HashMap<>();
    private final List<Awaited> awaited = new ArrayList<>();

    /** Nobody has told anything. */
    @Activate
    public Revisions() {}

    /**
     * A component works with a configuration.
     *
     * @param properties the configuration; one that was not written by {@link DeskConfigurations} counts for nothing
     */
    public void reached(Map<String, Object> properties) {
        if (properties.get(Constants.SERVICE_PID) instanceof String pid
                && properties.get(REVISION) instanceof Long revision) {
            synchronized (this) {
                reached.put(pid, revision);
            }
            look();
        }
    }

    /**
     * A component is no more.
     *
     * @param properties its last configuration
     */
    public void gone(Map<String, Object> properties) {
        if (properties.get(Constants.SERVICE_PID) instanceof String pid) {
            synchronized (this) {
                reached.remove(pid);
            }
            look();
        }
    }

    /**
     * Waits until all components follow.
     *
     * @param applied what was written and deleted
     * @return complete when each component of it has told so
     */
    public CompletableFuture<@Nullable Void> await(Applied applied) {
        var done = new CompletableFuture<@Nullable Void>();
        synchronized (this) {
            awaited.add(new Awaited(applied, done));
        }
        look();
        return done;
    }

    /**
     * Who does not follow yet.
     *
     * @param applied what was written and deleted
     * @return PIDs of components that have not told so
     */
    public synchronized List<String> missing(Applied applied) {
        var missing = new ArrayList<String>();
        applied.written().stream().filter(pid -> reached.getOrDefault(pid, Long.MIN_VALUE) < applied.revision())
                .forEach(missing::add);
        applied.deleted().stream().filter(reached::containsKey).forEach(missing::add);
        return missing;
    }

    private void look() {
        var done = new ArrayList<Awaited>();
        synchronized (this) {
            awaited.stream().filter(each -> missing(each.applied).isEmpty()).forEach(done::add);
            awaited.removeAll(done);
        }
        done.forEach(each -> each.done.complete(null));
    }
}
