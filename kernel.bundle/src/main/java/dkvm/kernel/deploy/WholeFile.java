// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that are there whole or not at all, also after a power cut. */
final class WholeFile {
    private static final String PART = ".part";

    private WholeFile() {}

    /** Makes this text a file's content. */
    static void write(Path file, String text) throws IOException {
        var temporary = temporary(file);
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Makes a copy of this one a file's content. */
    static void copy(Path from, Path file) throws IOException {
        var temporary = temporary(file);
        try {
            Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Removes from a folder what was not finished when a kernel was killed. */
    static void tidy(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, ".*" + PART)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Beside the file, under a name that no watched folder sees; the same each time, so that a kill leaves one at most. */
    private static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + PART);
    }
}
