// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.place;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a kernel's control socket goes, and its pools of shared memory that are files: {@code $RUNTIME_DIRECTORY},
 * {@code $XDG_RUNTIME_DIR/dkvm}, else {@code HOME/run}; never {@code /tmp}.
 */
public final class RuntimePlaces {
    /** What can be bound everywhere, in bytes; Linux takes 107. */
    public static final int MAX_BYTES = 100;

    private static final int HASH_DIGITS = 16;

    private final HomePath environment;

    /**
     * Looks in an environment.
     *
     * @param environment its variables
     */
    public RuntimePlaces(HomePath environment) {
        this.environment = environment;
    }

    /**
     * Chooses for the socket the first folder that can be used, and makes it.
     *
     * @param home the kernel's home
     * @return the socket's path; empty: all are too long to be bound
     */
    public Optional<Path> socket(Home home) {
        return places(home, ".sock")
                .filter(path -> path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES)
                .filter(RuntimePlaces::usable).findFirst();
    }

    /**
     * Chooses where pools of shared memory go that are files: beside the socket.
     *
     * @param home the kernel's home
     * @return a folder, which may not be there
     */
    public Path pools(Home home) {
        return places(home, ".pools").filter(RuntimePlaces::usable).findFirst()
                .orElseGet(() -> home.run().resolve("pools"));
    }

    private Stream<Path> places(Home home, String ending) {
        var name = hash(home.path()) + ending;
        return Stream
                .of(environment.directory("RUNTIME_DIRECTORY"),
                        environment.base("XDG_RUNTIME_DIR").map(p -> p.resolve("dkvm")), Optional.of(home.run()))
                .flatMap(Optional::stream).map(folder -> folder.toAbsolutePath().resolve(name));
    }

    /** A run-time folder may be named and yet not be there or ours, after su for example. */
    private static boolean usable(Path socket) {
        var folder = socket.resolveSibling("");
        try {
            if (!Files.isDirectory(folder) && Files.isDirectory(folder.resolveSibling(""))) {
                Home.folder(folder);
            }
            return Files.isWritable(folder);
        } catch (IOException _) {
            return false;
        }
    }

    private static String hash(Path home) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(home.toString().getBytes(StandardCharsets.UTF_8)))
                    .substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
