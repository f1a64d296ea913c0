// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.device.Devices;
import java.util.Locale;
import java.util.Set;

/** What somebody may want of a device, and how to see that it is so. */
enum Order {
    /** It is to run. */
    START("starts devices") {
        @Override
        void give(Devices devices, String id) {
            devices.start(id);
        }

        @Override
        boolean done(DeviceStatus before, DeviceStatus now) {
            return RUNS.contains(now.state());
        }
    },
    /** It is not to run. */
    STOP("stops devices; they stay stopped until they are started") {
        @Override
        void give(Devices devices, String id) {
            devices.stop(id);
        }

        @Override
        boolean done(DeviceStatus before, DeviceStatus now) {
            return now.state().equals("STOPPED");
        }

        @Override
        boolean vain(DeviceStatus now) {
            return false;
        }
    },
    /** It is to run anew. */
    RESTART("starts devices anew, those that failed or ended too") {
        @Override
        void give(Devices devices, String id) {
            devices.restart(id);
        }

        @Override
        boolean done(DeviceStatus before, DeviceStatus now) {
            return RUNS.contains(now.state()) && now.generation() > before.generation();
        }
    };

    /** A source that is short ends before anybody looks. */
    private static final Set<String> RUNS = Set.of("RUNNING", "ENDED");
    private static final Set<String> IN_VAIN = Set.of("FAILED", "WAITING", "STOPPED");

    private final String summary;

    Order(String summary) {
        this.summary = summary;
    }

    abstract void give(Devices devices, String id);

    /**
     * Whether it is as was ordered.
     *
     * @param before how the device was when the order was given
     * @param now how it is
     */
    abstract boolean done(DeviceStatus before, DeviceStatus now);

    /** Whether it will not come to it by itself. */
    boolean vain(DeviceStatus now) {
        return IN_VAIN.contains(now.state());
    }

    String command() {
        return name().toLowerCase(Locale.ROOT);
    }

    String summary() {
        return summary;
    }
}
