// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which file stderr is, to be compared with {@code JOURNAL_STREAM} as systemd.exec(5) asks for. */
final class JournalStream {
    private JournalStream() {}

    /** {@code DEVICE:INODE}, both decimal; empty where that cannot be found out. */
    static String ofStderr() {
        try {
            var file = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
            return file.get("dev") + ":" + file.get("ino");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return "";
        }
    }
}
