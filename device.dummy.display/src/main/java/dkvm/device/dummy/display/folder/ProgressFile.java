// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.folder;

import dkvm.device.dummy.display.picture.PictureFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps a folder's {@link Progress} in it, so that numbering goes on exactly after the process was killed. */
final class ProgressFile implements Closeable {
    static final String NAME = ".frames";

    private final FileChannel channel;

    ProgressFile(Path folder) throws IOException {
        channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** What a folder's file says; empty if there is none, or a strange one. */
    static Optional<Progress> read(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        return Files.isRegularFile(file) && Files.size(file) == Progress.BYTES
                ? Progress.of(ByteBuffer.wrap(Files.readAllBytes(file)))
                : Optional.empty();
    }

    /** So few bytes are written whole, or not at all. */
    void write(Progress progress) throws IOException {
        channel.position(0);
        PictureFormat.all(progress.bytes(), channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
