// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the report of a run goes. */
final class ReportFile {
    static final String STDOUT = "-";

    private ReportFile() {}

    /** Refuses at the start what could not be written at the end, perhaps hours later. */
    static Optional<String> requireWritable(Optional<String> name) {
        name.filter(to -> !to.equals(STDOUT)).map(Path::of).ifPresent(ReportFile::requireWritable);
        return name;
    }

    private static void requireWritable(Path file) {
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage("--report: " + file + " is a folder; name a file in it");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a device is written as it is.
            return;
        }
        var folder = file.toAbsolutePath().normalize().resolveSibling("");
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.usage("--report: there is no folder " + folder + "; make it, or name another file");
        }
        if (!Files.isWritable(folder)) {
            throw CommandFailure.usage("--report: " + folder + " is not writable for you; name another file");
        }
    }
}
