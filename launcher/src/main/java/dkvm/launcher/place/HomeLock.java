// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.place;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kernel's claim on its home. The system drops it with the process, however that ends. The file holds the owner's
 * process id, for people.
 */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Claims a home.
     *
     * @param home the home
     * @return empty: another kernel has it
     * @throws IOException if the lock's file cannot be written
     */
    public static Optional<HomeLock> claim(Home home) throws IOException {
        var channel = FileChannel.open(file(home), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        return Optional.of(new HomeLock(channel));
    }

    /**
     * Who has the home, or had it last.
     *
     * @param home the home
     * @return a process id
     */
    public static String owner(Home home) {
        try {
            return Files.readString(file(home)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return held(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    private static boolean held(@Nullable Object lock) {
        return lock != null;
    }

    private static Path file(Home home) {
        return home.run().resolve("lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
