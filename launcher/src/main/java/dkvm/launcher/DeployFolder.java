// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder for device jars: what lies in it is run, so nobody else may put anything there. */
final class DeployFolder {
    private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);
    /** Belongs to who runs this, whatever that one's name is. */
    private static final Path OWN = Path.of("/proc/self");

    private DeployFolder() {}

    /** Refuses one that was named and cannot be used. */
    static Optional<Path> require(@Nullable Path named) throws IOException {
        if (named == null) {
            return Optional.empty();
        }
        var fault = fault(named);
        if (fault.isPresent()) {
            throw CommandFailure.usage("--deploy: " + named + " " + fault.get());
        }
        return Optional.of(named.toRealPath());
    }

    /** Why a folder cannot be used; what to do. Empty: it can. */
    static Optional<String> fault(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.of(Files.exists(folder)
                    ? "is no folder; name a folder of yours"
                    : "is not there; make it, or name another folder");
        }
        if (!Files.getOwner(folder).equals(self())) {
            return Optional.of("belongs to " + Files.getOwner(folder).getName()
                    + ", and what lies in it is run; name a folder of yours");
        }
        if (Files.getPosixFilePermissions(folder).stream().anyMatch(OTHERS::contains)) {
            return Optional.of("may be written by others, and what lies in it is run; take that away with chmod go-w");
        }
        return Optional.empty();
    }

    private static UserPrincipal self() throws IOException {
        return Files.exists(OWN)
                ? Files.getOwner(OWN)
                : FileSystems.getDefault().getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
    }
}
