// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import dkvm.sdk.wire.v1.Envelope;
import java.io.ByteArrayOutputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Remembers what a device said. */
final class RecordingProtocol implements DeviceProtocol {
    final Queue<Envelope> messages = new ConcurrentLinkedQueue<>();
    final Queue<String> faults = new ConcurrentLinkedQueue<>();
    final ByteArrayOutputStream lastWords = new ByteArrayOutputStream();
    final Queue<byte[]> excerpts = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void message(Envelope message) {
        messages.add(message);
    }

    @Override
    public void fault(String reason, byte[] excerpt) {
        faults.add(reason);
        excerpts.add(excerpt);
    }

    @Override
    public void misunderstood(byte[] bytes, int length) {
        lastWords.write(bytes, 0, length);
    }

    @Override
    public void endOfOutput() {
        end.countDown();
    }

    void awaitEnd() throws InterruptedException {
        if (!end.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the output does not end");
        }
    }
}
