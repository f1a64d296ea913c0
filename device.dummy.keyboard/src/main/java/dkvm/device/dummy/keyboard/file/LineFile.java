// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A text file that a sink writes line by line, and that the sink's next process may continue. A line counts once its end
 * is written; what a killed process left of a last line is cut off.
 */
public final class LineFile implements Closeable {
    private static final int BUFFER = 1 << 13;

    private final Path path;
    private final FileChannel channel;
    private final StringBuilder waiting = new StringBuilder(BUFFER);

    private LineFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Begins a file anew. A file that is there becomes {@code NAME~}, unless it holds nothing yet: then an older
     * {@code NAME~} is worth more. Folders that are missing are made.
     *
     * @param path the file
     * @param header what a file begins with before it holds anything
     * @return the empty file
     * @throws DeviceFailure if it cannot be made
     */
    public static LineFile anew(Path path, String header) throws DeviceFailure {
        try {
            makeFolder(path);
            if (Files.isRegularFile(path) && !isWithin(header.getBytes(StandardCharsets.UTF_8), path)) {
                Files.move(path, path.resolveSibling(path.getFileName() + "~"), StandardCopyOption.ATOMIC_MOVE);
            }
            return new LineFile(path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            throw cannot(path, e);
        }
    }

    /**
     * Continues a file behind its last whole line. It is made if it is not there.
     *
     * @param path the file
     * @return the file
     * @throws DeviceFailure if it cannot be opened
     */
    public static LineFile resume(Path path) throws DeviceFailure {
        try {
            makeFolder(path);
            var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            channel.truncate(endOfLastLine(channel));
            channel.position(channel.size());
            return new LineFile(path, channel);
        } catch (IOException e) {
            throw cannot(path, e);
        }
    }

    /**
     * Adds lines. They may wait in memory until {@link #flush}.
     *
     * @param lines whole lines
     * @throws IOException if they cannot be written, with words for the user
     */
    public void append(CharSequence lines) throws IOException {
        waiting.append(lines);
        if (waiting.length() >= BUFFER) {
            flush();
        }
    }

    /**
     * Hands what was added to the operating system.
     *
     * @throws IOException if it cannot be written, with words for the user
     */
    public void flush() throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        var bytes = ByteBuffer.wrap(waiting.toString().getBytes(StandardCharsets.UTF_8));
        waiting.setLength(0);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new IOException("cannot write " + path + ": " + Words.of(e, path), e);
        }
    }

    /**
     * Throws away all that the file holds.
     *
     * @throws IOException if that failed
     */
    public void clear() throws IOException {
        waiting.setLength(0);
        channel.truncate(0);
        channel.position(0);
    }

    /**
     * How long the file is, without what was not flushed.
     *
     * @return bytes
     * @throws IOException if the system does not tell
     */
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }

    /** Whether a file is a header, or the beginning of one. */
    private static boolean isWithin(byte[] header, Path path) throws IOException {
        if (Files.size(path) > header.length) {
            return false;
        }
        var content = Files.readAllBytes(path);
        return Arrays.equals(content, 0, content.length, header, 0, Math.min(content.length, header.length));
    }

    private static void makeFolder(Path path) throws IOException {
        var folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        var block = ByteBuffer.allocate(BUFFER);
        for (long end = channel.size(); end > 0; end -= block.limit()) {
            block.clear().limit((int) Math.min(end, BUFFER));
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

    private static DeviceFailure cannot(Path path, IOException e) {
        var why = Files.isDirectory(path) ? "it is a folder" : Words.of(e, path);
        return new DeviceFailure(Reason.CANNOT_CREATE, "cannot write " + path + ": " + why);
    }
}
