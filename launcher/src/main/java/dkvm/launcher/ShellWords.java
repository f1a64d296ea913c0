// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.util.ArrayList;
import java.util.List;

/** The commands of a kernel's shell, as far as the launcher has to know them; a kernel may have more. */
final class ShellWords extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    /** By which a command that was given to {@code dkvm} itself is known. */
    static final List<String> ALL = List.of("devices", "device", "start", "stop", "restart", "types", "pipelines",
            "link", "unlink", "tap", "logs", "log-level", "events", "buffers", "top", "dot", "bundles", "install",
            "uninstall", "bundle-restart", "config", "shutdown");

    /** For picocli, which makes one to complete command lines. */
    ShellWords() {
        super(ALL);
    }
}
