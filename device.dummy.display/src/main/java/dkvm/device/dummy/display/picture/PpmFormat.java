// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** Portable pixmap, the binary kind: ppm(5), magic number P6. */
final class PpmFormat implements PictureFormat {
    private static final int BAND = 1 << 16;

    private byte[] scratch = {};
    private byte[] band = {};

    @Override
    public String extension() {
        return "ppm";
    }

    @Override
    public void write(Pixels picture, WritableByteChannel out) throws IOException {
        var header = "P6\n" + picture.width() + " " + picture.height() + "\n255\n";
        PictureFormat.all(ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII)), out);
        int rowBytes = picture.width() * 3;
        int rows = Math.max(1, BAND / rowBytes);
        band = band.length < rows * rowBytes ? new byte[rows * rowBytes] : band;
        scratch = scratch.length < picture.rowBytes() ? new byte[picture.rowBytes()] : scratch;
        for (int from = 0; from < picture.height(); from += rows) {
            int count = Math.min(rows, picture.height() - from);
            for (int i = 0; i < count; i++) {
                picture.rgb(from + i, scratch, band, i * rowBytes);
            }
            PictureFormat.all(ByteBuffer.wrap(band, 0, count * rowBytes), out);
        }
    }
}
