// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.place.HomePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which desk to run. */
final class DeskFile {
    private static final Path SYSTEM = Path.of("/etc/dkvm/desk.yaml");

    private DeskFile() {}

    /** The one that was named, else the user's, else the system's. */
    static Path find(@Nullable Path named, HomePath places) {
        if (named != null) {
            requireReadable(named);
            return named;
        }
        var user = places.configuration().resolve("dkvm/desk.yaml");
        return List.of(user, SYSTEM).stream().filter(Files::isReadable).findFirst()
                .orElseThrow(() -> CommandFailure.usage("there is no desk to run: neither " + user + " nor " + SYSTEM
                        + " is there; name one, or try \"dkvm demo\""));
    }

    static void requireReadable(Path file) {
        if (!Files.isRegularFile(file) && !Files.exists(file)) {
            throw CommandFailure.usage(file + ": no such file; name the desk's YAML file");
        }
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage(file + " is a folder; name the desk's YAML file in it");
        }
        if (!Files.isReadable(file)) {
            throw CommandFailure.usage(file + ": permission denied; make it readable for you");
        }
    }
}
