// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;

/**
 * What is replaced in a desk: the bundle that the distribution has of a kind, with both its types, or one that has the one
 * or the other of them alone, under another name.
 *
 * @param bundle what is put in the place of, at first
 * @param source the type of the desk's source
 * @param sink the type of the desk's sinks
 */
record Target(DeviceBundle bundle, String source, String sink) {
    private static final String SHIPPED = "dummy-%s-%s";
    private static final String OTHER = "other-%s-%s";

    /** @param kind keyboard or display */
    static Target source(String kind) {
        return new Target(only(kind, "source"), OTHER.formatted(kind, "source"), SHIPPED.formatted(kind, "sink"));
    }

    static Target sink(String kind) {
        return new Target(only(kind, "sink"), SHIPPED.formatted(kind, "source"), OTHER.formatted(kind, "sink"));
    }

    static Target both(String kind) {
        return new Target(shipped(kind), SHIPPED.formatted(kind, "source"), SHIPPED.formatted(kind, "sink"));
    }

    private static DeviceBundle shipped(String kind) {
        return DeviceBundle.shipped("dkvm.device.dummy." + kind);
    }

    private static DeviceBundle only(String kind, String end) {
        return shipped(kind).named("test." + kind + "." + end).only(SHIPPED.formatted(kind, end),
                capital(kind) + capital(end) + "Bridge", OTHER.formatted(kind, end));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** Puts into the watched folder what the desk needs and the distribution does not have. */
    void deploy(Lab lab) throws IOException {
        if (bundle.symbolicName().startsWith("test.")) {
            bundle.write(lab.deploy().resolve(bundle.symbolicName() + ".jar"));
        }
    }

    /**
     * Begins once there are sinks: what comes earlier is measured as late. A source whose jar has still to come begins by
     * itself: the sinks are there by then, and what was started by hand would rest again when its type becomes known.
     */
    void start(Kernel kernel, String device) {
        if (hasShippedSource()) {
            kernel.awaitState(device, "STOPPED");
            assertThat(kernel.ask("start", device)).hasValue("");
        }
        kernel.awaitRunning(device);
    }

    /** Whether the desk's source is to wait for {@link #start}. */
    boolean hasShippedSource() {
        return source.startsWith("dummy-");
    }

    @Override
    public String toString() {
        return bundle.symbolicName();
    }
}
