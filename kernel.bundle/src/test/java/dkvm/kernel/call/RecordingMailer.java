// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.wire.Mailer;
import dkvm.sdk.wire.v1.Envelope;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A device that keeps what it is sent. */
public final class RecordingMailer implements Mailer {
    public final BlockingQueue<Envelope> sent = new LinkedBlockingQueue<>();
    /** Takes nothing more. */
    public volatile boolean full;

    @Override
    public boolean offer(Envelope message, Rank rank) {
        return !full && sent.add(message);
    }

    public Envelope next() throws InterruptedException {
        var next = sent.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return Objects.requireNonNull(next);
    }
}
