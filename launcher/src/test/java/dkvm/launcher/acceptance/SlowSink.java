// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import dkvm.sdk.Context;
import dkvm.sdk.Device;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.event.StreamKind;

/** Takes a key every so many milliseconds. */
public final class SlowSink implements Sink {
    private final long pauseMs;

    private SlowSink(Context context) {
        pauseMs = Long.parseLong(context.options().text("pause"));
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        Device.of("slow").input("keys", StreamKind.KEYBOARD).sink(SlowSink::new).run();
    }

    @Override
    public void open(Session session) {
        // Nothing to open.
    }

    @Override
    public void receive(Received event) throws InterruptedException {
        Thread.sleep(pauseMs);
    }

    @Override
    public void flush() {
        // Nothing waits.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
