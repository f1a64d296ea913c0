// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import dkvm.sdk.Context;
import dkvm.sdk.Device;
import dkvm.sdk.Session;
import dkvm.sdk.Source;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.StreamKind;

/** The end program that sends: so many key events, so many a second. */
public final class BenchSource implements Source {
    static final String PORT = "keys";
    private static final int KEY_A = 0x0007_0004;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long count;
    private final long periodNanos;

    private BenchSource(Context context) {
        count = context.options().number("count");
        periodNanos = NANOS_PER_SECOND / context.options().number("rate");
    }

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Device.of("bench-source").output(PORT, StreamKind.KEYBOARD).source(BenchSource::new).run();
    }

    @Override
    public void run(Session session) throws InterruptedException {
        var out = session.output(PORT);
        long due = System.nanoTime() + NANOS_PER_SECOND / 2;
        for (long i = 0; i < count && session.sleepUntil(due); i++) {
            out.send(new KeyEvent(KEY_A, i % 2 == 0));
            due += periodNanos;
        }
    }
}
