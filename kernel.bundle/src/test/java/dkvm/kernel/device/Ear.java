// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Envelope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stdin of a played device: what the kernel writes is heard at once, by the thread that writes. */
abstract class Ear extends OutputStream {
    private final FrameBuffer frames = new FrameBuffer();
    /** What was taken of each stream. Guarded by this. */
    private final Map<Integer, Credit.Builder> taken = new HashMap<>();

    /** The kernel says something; it must not be held up. */
    abstract void hears(Envelope message);

    @Override
    public void write(int b) {
        throw new AssertionError("the writer writes many");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var in = new ByteArrayInputStream(bytes, offset, length);
        try {
            while (in.available() > 0 && frames.fill(in)) {
                while (frames.next()) {
                    var message = Envelope.parser().parseFrom(frames.array(), frames.offset(), frames.length());
                    take(message, frames.offset() + frames.length() - frames.frameStart());
                    hears(message);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("the kernel wrote what is no message", e);
        }
    }

    private synchronized void take(Envelope message, int bytes) {
        if (message.hasEndOfStream()) {
            taken.remove(message.getEndOfStream().getStream());
        } else if (message.hasEvent()) {
            var event = message.getEvent();
            var credit = taken.computeIfAbsent(event.getStream(), number -> Credit.newBuilder().setStream(number));
            credit.setSeq(Math.max(credit.getSeq(), event.getSeq())).setBytes(credit.getBytes() + bytes);
        }
    }

    /** What may be acknowledged. */
    synchronized List<Credit> taken() {
        return taken.values().stream().map(Credit.Builder::build).toList();
    }
}
