// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.folder;

import dkvm.device.dummy.display.picture.PictureFormat;
import dkvm.device.dummy.display.picture.Pixels;
import dkvm.sdk.event.Fourcc;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** {@code index.jsonl}: a line for each file. A line is written when its file is there. */
final class FrameIndex implements Closeable {
    static final String NAME = "index.jsonl";
    private static final int BLOCK = 1 << 12;

    private final FileChannel channel;

    private FrameIndex(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens a folder's index behind its last whole line; it is made if it is not there. */
    static FrameIndex open(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        channel.truncate(endOfLastLine(channel));
        channel.position(channel.size());
        return new FrameIndex(channel);
    }

    /**
     * Adds a line.
     *
     * @param micros the picture's time since the first one
     * @param name the file
     * @param pixels what is in it
     */
    void add(long micros, FrameName name, Pixels pixels) throws IOException {
        var area = pixels.area();
        var line = String.format(Locale.ROOT,
                "{\"t\":%s,\"frame\":%d,\"file\":\"%s\",\"x\":%d,\"y\":%d,\"width\":%d,\"height\":%d,"
                        + "\"fourcc\":\"%s\",\"full\":%b}\n",
                seconds(micros), name.frame(), name.text(), area.x(), area.y(), area.width(), area.height(),
                Fourcc.name(pixels.fourcc()), name.part() == 0);
        PictureFormat.all(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Without the rounding of a double: 1.4 for 1400000, 0.0 for 0. */
    private static String seconds(long micros) {
        var fraction = Long.toString(1_000_000 + micros % 1_000_000);
        int end = fraction.length();
        while (end > 2 && fraction.charAt(end - 1) == '0') {
            end--;
        }
        return micros / 1_000_000 + "." + fraction.substring(1, end);
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        var block = ByteBuffer.allocate(BLOCK);
        for (long end = channel.size(); end > 0; end -= block.limit()) {
            block.clear().limit((int) Math.min(end, BLOCK));
            long start = end - block.limit();
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
                // A read may give less than was asked for.
            }
            for (int at = block.limit() - 1; at >= 0; at--) {
                if (block.get(at) == '\n') {
                    return start + at + 1;
                }
            }
        }
        return 0;
    }
}
