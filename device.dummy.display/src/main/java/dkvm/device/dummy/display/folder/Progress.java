// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.folder;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a folder is.
 *
 * @param run when the kernel's run began in which it was begun
 * @param received how many pictures have come in that run, written or not
 * @param zeroNanos the origin of the first of them; means nothing before that
 */
record Progress(Instant run, long received, long zeroNanos) {
    static final int BYTES = 5 * Long.BYTES;

    /** "dkvm-fr1", so that nothing else is taken for it. */
    private static final long MAGIC = 0x646B766D2D667231L;

    ByteBuffer bytes() {
        return ByteBuffer.allocate(BYTES).putLong(MAGIC).putLong(run.getEpochSecond()).putLong(run.getNano())
                .putLong(received).putLong(zeroNanos).flip();
    }

    static Optional<Progress> of(ByteBuffer bytes) {
        if (bytes.remaining() != BYTES || bytes.getLong() != MAGIC) {
            return Optional.empty();
        }
        var run = Instant.ofEpochSecond(bytes.getLong(), bytes.getLong());
        return Optional.of(new Progress(run, bytes.getLong(), bytes.getLong()));
    }
}
