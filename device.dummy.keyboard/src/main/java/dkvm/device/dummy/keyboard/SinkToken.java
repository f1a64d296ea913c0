// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.device.dummy.keyboard.file.FileState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What a sink's process tells the one that takes over: how the file goes on, so that it need not be read.
 *
 * @param zeroNanos the {@link System#nanoTime()} of the file's time 0
 * @param fileSize how long the file is; with another length the token is worth nothing
 * @param state the file's state
 */
record SinkToken(long zeroNanos, long fileSize, FileState state) {
    private static final int FIXED = 3 * Long.BYTES;

    byte[] bytes() {
        var bytes = ByteBuffer.allocate(FIXED + state.down().size() * Integer.BYTES);
        bytes.putLong(zeroNanos).putLong(fileSize).putLong(state.lastMicros());
        state.down().forEach(bytes::putInt);
        return bytes.array();
    }

    static Optional<SinkToken> of(byte[] token) {
        if (token.length < FIXED || token.length % Integer.BYTES != 0) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.wrap(token);
        long zero = bytes.getLong();
        long size = bytes.getLong();
        long last = bytes.getLong();
        var down = new ArrayList<Integer>();
        while (bytes.hasRemaining()) {
            down.add(bytes.getInt());
        }
        return Optional.of(new SinkToken(zero, size, new FileState(true, last, false, down)));
    }
}
