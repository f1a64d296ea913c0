// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.util.List;
import java.util.Optional;

/**
 * The watched folder at one look.
 *
 * @param files its jars by name; if it could not be read those of the last look that were not changing
 * @param fault why the folder could not be read; what to do
 */
record FolderState(List<FolderFile> files, Optional<String> fault) {
    FolderState {
        files = List.copyOf(files);
    }

    /** Whether a plan can be made of it: the folder could be read, and nothing in it is changing just now. */
    boolean isSettled() {
        return fault.isEmpty() && changing().isEmpty();
    }

    /** The names of the files that are changing just now. */
    List<String> changing() {
        return files.stream().filter(file -> file.content() instanceof Content.Unstable).map(FolderFile::name).toList();
    }
}
