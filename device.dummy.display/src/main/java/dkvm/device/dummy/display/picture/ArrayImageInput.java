// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/** Lets ImageIO read an array where it is; its own streams keep a copy, in memory or in a file. */
final class ArrayImageInput extends ImageInputStreamImpl {
    private final ByteBuffer bytes;

    ArrayImageInput(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos >= bytes.limit() ? -1 : bytes.get((int) streamPos++) & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        bitOffset = 0;
        int count = (int) Math.min(length, bytes.limit() - streamPos);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        bytes.get((int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.limit();
    }
}
