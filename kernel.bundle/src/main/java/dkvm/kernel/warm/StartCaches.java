// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches with which the JVMs of Java devices start in half the time. A device is launched with its program's cache where
 * there is one; where there is none, one is trained, once no device was launched for a while. Whatever is wrong with a
 * cache or its folder, devices start without. Methods may be called from any thread.
 */
public final class StartCaches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartCaches.class);
    /** Exit statuses of a JVM that died of itself: SIGABRT, SIGBUS, SIGSEGV. */
    private static final Set<Integer> CRASHED = Set.of(128 + 6, 128 + 7, 128 + 11);

    private final CacheFolder folder;
    private final Trainer trainer;

    /**
     * Caches of a folder.
     *
     * @param folder where they are; it is made when the first is trained
     * @param quiet so long no device must have been launched before a training begins
     */
    public StartCaches(Path folder, Duration quiet) {
        this.folder = new CacheFolder(folder);
        this.trainer = new Trainer(this.folder, quiet);
    }

    /**
     * The cache of a program.
     *
     * @param program the program
     * @return a whole file; empty: there is none yet
     */
    public Optional<Path> find(JavaProgram program) {
        try {
            return folder.find(CacheName.of(program));
        } catch (IOException e) {
            LOG.debug("start-up caches cannot be looked for: {}", e.toString());
            return Optional.empty();
        }
    }

    /**
     * The flags with which a JVM uses a cache. What it may have to say of it is not the device's to log.
     *
     * @param cache the file
     * @return flags of the JVM
     */
    public static List<String> flags(Path cache) {
        return List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off:stderr");
    }

    /**
     * A device was launched.
     *
     * @param trainee the device
     * @param process its process
     * @param cache the cache it was launched with
     */
    public void launched(Trainee trainee, Process process, Optional<Path> cache) {
        if (cache.isPresent()) {
            var _ = process.onExit().thenAccept(ended -> ended(cache.get(), ended.exitValue()));
            trainer.await();
        } else {
            trainer.want(trainee);
        }
    }

    /** Ends a training that is under way; none begins from now on. */
    public void stop() {
        trainer.stop();
    }

    /** Stops, and waits until what was begun is cleared away. */
    @Override
    public void close() {
        trainer.close();
    }

    /** A file that went bad on its disk kills the JVM that reads it. */
    private static void ended(Path cache, int status) {
        if (CRASHED.contains(status)) {
            try {
                Files.deleteIfExists(cache);
                LOG.debug("a JVM crashed; its start-up cache is removed: {}", cache);
            } catch (IOException e) {
                LOG.debug("a JVM crashed; its start-up cache stays: {}", e.toString());
            }
        }
    }
}
