// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.store;

import dkvm.kernel.config.Sizes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a file ends with a complete zip directory (APPNOTE 4.3.16): the last thing that is written, so that a file that
 * is still being copied has none. Only the ends of the file are read.
 */
public final class ZipDirectory {
    /** Whoever opens a zip file reads all of its directory into memory. */
    private static final long MOST_BYTES = 16L << 20;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int FILE_SIGNATURE = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int ENTRIES = 10;
    private static final int DIRECTORY_BYTES = 12;
    private static final int DIRECTORY_START = 16;
    private static final int COMMENT = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LOCATOR_START = 8;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int DIRECTORY_BYTES64 = 40;
    private static final long UNSIGNED = 0xffff_ffffL;

    private ZipDirectory() {}

    /**
     * What the file lacks to be a whole zip file that can be opened, and what to do.
     *
     * @param file a regular file
     * @return empty: nothing
     * @throws IOException if it cannot be read
     */
    public static Optional<String> fault(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size == 0) {
                return Optional.of("it is empty; copy the jar again");
            }
            int end = end(channel, size);
            if (end >= 0 && directoryBytes(channel, size - end) > MOST_BYTES) {
                return Optional.of("its directory is larger than " + Sizes.text(MOST_BYTES)
                        + "; a device jar holds its program and the libraries it needs, no more");
            }
            if (end >= 0 && isWhole(channel, size, size - end)) {
                return Optional.empty();
            }
            return Optional.of(startsAsZip(channel, size)
                    ? "its end is missing: it is cut short, or still being copied; copy it again"
                    : "it is no zip file; build the jar anew");
        }
    }

    private static boolean startsAsZip(FileChannel channel, long size) throws IOException {
        return size >= Integer.BYTES && bytes(channel, 0, Integer.BYTES).getInt(0) == FILE_SIGNATURE;
    }

    /** So far before its end the file's last record begins; -1: it has none. */
    private static int end(FileChannel channel, long size) throws IOException {
        int length = (int) Math.min(size, END_BYTES + LONGEST_COMMENT);
        var tail = bytes(channel, size - length, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE
                    && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + COMMENT)) == length) {
                return length - at;
            }
        }
        return -1;
    }

    /** How large the directory says to be, in whichever of the records that may say so. */
    private static long directoryBytes(FileChannel channel, long end) throws IOException {
        long bytes = bytes(channel, end, END_BYTES).getInt(DIRECTORY_BYTES) & UNSIGNED;
        long wide = 0;
        if (end >= LOCATOR_BYTES) {
            var locator = bytes(channel, end - LOCATOR_BYTES, LOCATOR_BYTES);
            long start = locator.getLong(LOCATOR_START);
            if (locator.getInt(0) == LOCATOR_SIGNATURE && start >= 0 && start <= end - END64_BYTES) {
                var end64 = bytes(channel, start, END64_BYTES);
                wide = end64.getInt(0) == END64_SIGNATURE ? end64.getLong(DIRECTORY_BYTES64) : 0;
            }
        }
        return Math.max(bytes == UNSIGNED ? 0 : bytes, wide < 0 ? Long.MAX_VALUE : wide);
    }

    /** A directory that lies elsewhere than it says is the one of a jar inside, and the outer one is cut. */
    private static boolean isWhole(FileChannel channel, long size, long end) throws IOException {
        var record = bytes(channel, end, END_BYTES);
        int entries = Short.toUnsignedInt(record.getShort(ENTRIES));
        long bytes = record.getInt(DIRECTORY_BYTES) & UNSIGNED;
        long start = record.getInt(DIRECTORY_START) & UNSIGNED;
        if (entries == 0xffff || bytes == UNSIGNED || start == UNSIGNED) {
            // Zip64: whoever opens it sees the rest.
            return true;
        }
        long before = end - bytes;
        if (before < 0 || start > before || (start < before && startsAsZip(channel, size))) {
            return false;
        }
        return entries == 0 || (bytes >= Integer.BYTES
                && bytes(channel, before, Integer.BYTES).getInt(0) == ENTRY_SIGNATURE);
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                // It became shorter since it was measured: what is missing are zeros, no signature.
                break;
            }
        }
        return buffer.rewind();
    }
}
