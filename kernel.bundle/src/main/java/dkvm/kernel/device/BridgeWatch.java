// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge that a device has, and whether it is another than before: one that is away only for a moment is not missed.
 * On the scheduler's thread.
 */
final class BridgeWatch {
    /** A bundle that is back so soon was only restarted; a type that is offered so soon need not be missed aloud. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(BridgeWatch.class);

    private final Alarm missing;
    private @Nullable BridgeHandle bridge;

    BridgeWatch(ScheduledExecutorService scheduler) {
        this.missing = new Alarm(scheduler);
    }

    Optional<BridgeHandle> bridge() {
        return Optional.ofNullable(bridge);
    }

    /** A bridge is there, and is taken; answers whether it makes another process than the one before. */
    boolean offered(BridgeHandle offered, DeviceEntry entry) {
        missing.cancel();
        boolean other = bridge != null && !same(bridge, offered, entry);
        bridge = offered;
        return other;
    }

    /** One that cannot say what it would start is another: what is wrong with it shows when it is to start it. */
    private static boolean same(BridgeHandle before, BridgeHandle offered, DeviceEntry entry) {
        try {
            return before.sameProgram(offered, entry);
        } catch (RuntimeException | Error e) {
            LOG.debug("{}: its bundles could not be compared", entry.id(), e);
            return false;
        }
    }

    /** The device has a process from this one already. */
    void adopt(BridgeHandle handle) {
        missing.cancel();
        bridge = handle;
    }

    /** It is gone; if it does not come back soon, that is told. */
    void gone(Runnable forLong) {
        missing.set(GRACE, () -> {
            bridge = null;
            forLong.run();
        });
    }

    /** The device is of another type. */
    void drop() {
        bridge = null;
    }

    /** There is none; if none comes soon, that is told. */
    void await(Runnable inVain) {
        missing.set(GRACE, inVain);
    }

    /** Nobody waits for one. */
    void rest() {
        missing.cancel();
    }
}
