// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import dkvm.sdk.event.Fourcc;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Nothing but the pixels as they are, row after row; their size and form have to be told elsewhere. */
final class RawFormat implements PictureFormat {

    @Override
    public String extension() {
        return "raw";
    }

    @Override
    public boolean takes(int fourcc) {
        return Fourcc.bytesPerPixel(fourcc) > 0;
    }

    @Override
    public void write(Pixels picture, WritableByteChannel out) throws IOException {
        int atOnce = picture.isPacked() ? Math.max(1, Integer.MAX_VALUE / picture.rowBytes()) : 1;
        for (int row = 0; row < picture.height(); row += atOnce) {
            PictureFormat.all(picture.bytes(row, Math.min(atOnce, picture.height() - row)), out);
        }
    }
}
