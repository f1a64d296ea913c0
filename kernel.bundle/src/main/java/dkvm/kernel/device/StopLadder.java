// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process is brought to its end, each step harder than the one before: drain, stop, end of its stdin, SIGTERM,
 * SIGKILL. On the scheduler's thread.
 */
final class StopLadder {
    private static final Logger LOG = LoggerFactory.getLogger(StopLadder.class);
    private static final Duration DRAIN = Duration.ofMillis(1200);
    private static final Duration STEP = Duration.ofMillis(300);

    private enum Rung {
        DRAIN,
        STOP,
        CLOSE,
        TERMINATE,
        KILL
    }

    private final String device;
    private final DeviceProcess process;
    private final String reason;
    private final Deadline next;
    private Rung rung = Rung.DRAIN;

    StopLadder(String device, DeviceHost host, DeviceProcess process, String reason) {
        this.device = device;
        this.next = new Deadline(host.scheduler(), host::nanoTime);
        this.process = process;
        this.reason = reason;
    }

    void begin(boolean active) {
        step(active ? Rung.DRAIN : Rung.STOP);
    }

    /** The device has drained: it need not be waited for any longer. */
    void drained() {
        if (rung == Rung.DRAIN) {
            step(Rung.STOP);
        }
    }

    void end() {
        next.cancel();
    }

    /** Whether it went on to signals. */
    boolean forced() {
        return rung.compareTo(Rung.TERMINATE) >= 0;
    }

    private void step(Rung to) {
        end();
        rung = to;
        switch (to) {
            case DRAIN -> process.drain();
            case STOP -> process.stop(reason);
            case CLOSE -> process.closeInput();
            case TERMINATE -> {
                LOG.warn("{}: it did not end when it was asked to, and is ended; what it had in hand may be lost",
                        device);
                process.child().terminate();
            }
            case KILL -> process.child().kill();
        }
        if (to != Rung.KILL) {
            next.set(to == Rung.DRAIN ? DRAIN : STEP, () -> step(Rung.values()[to.ordinal() + 1]));
        }
    }
}
