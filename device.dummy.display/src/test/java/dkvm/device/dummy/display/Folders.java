// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.event.FrameFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folders of pictures, and pictures for them. */
final class Folders {
    private Folders() {}

    /** What {@code ls} shows. */
    static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")).sorted()
                    .toList();
        }
    }

    /** A picture of one colour. */
    static byte[] picture(FrameFormat format, int pixel) {
        var bytes = ByteBuffer.allocate((int) format.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putInt(pixel);
        }
        return bytes.array();
    }
}
