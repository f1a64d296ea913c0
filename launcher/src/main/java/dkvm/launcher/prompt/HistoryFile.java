// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Where lines that were typed are kept: in the kernel's home, for its owner alone. */
final class HistoryFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private HistoryFile() {}

    /** The file, made where it is missing; empty where that cannot be: then there is no history, and that is all. */
    static Optional<Path> in(Path home) {
        var file = home.resolve("history");
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER));
            } else if (Files.isRegularFile(file)) {
                Files.setPosixFilePermissions(file, OWNER);
            }
            return Optional.of(file).filter(Files::isRegularFile).filter(Files::isWritable);
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
