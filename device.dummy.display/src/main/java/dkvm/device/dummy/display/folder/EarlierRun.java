// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Clears a folder of what an earlier run left there. Files that no display sink made are not touched. */
final class EarlierRun {
    private EarlierRun() {}

    /** Removes the files that a killed process did not finish. */
    static void removeUnfinished(Path folder) throws IOException {
        for (var file : files(folder)) {
            if (FrameName.isUnfinished(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Moves pictures and their index to {@code FOLDER~}, in place of those that are there. If there are none, older ones in
     * {@code FOLDER~} are worth more.
     */
    static void moveAway(Path folder) throws IOException {
        var earlier = files(folder).stream().filter(EarlierRun::isOurs).toList();
        if (earlier.isEmpty() || isEmptyIndex(earlier)) {
            return;
        }
        var target = folder.resolveSibling(folder.getFileName() + "~");
        Files.createDirectories(target);
        for (var file : files(target)) {
            if (isOurs(file)) {
                Files.delete(file);
            }
        }
        for (var file : earlier) {
            Files.move(file, target.resolve(file.getFileName()));
        }
    }

    private static boolean isEmptyIndex(List<Path> files) throws IOException {
        return files.size() == 1 && files.getFirst().endsWith(FrameIndex.NAME) && Files.size(files.getFirst()) == 0;
    }

    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean isOurs(Path file) {
        return FrameName.of(file).isPresent() || file.endsWith(FrameIndex.NAME);
    }
}
