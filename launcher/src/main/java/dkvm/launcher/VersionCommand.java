// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dkvm version}. */
@Command(name = "version", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Says which dKVMs this is.")
final class VersionCommand implements Runnable {
    private final PrintStream out;

    @Option(names = "--json", description = "for scripts")
    private boolean json;

    VersionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        out.println(json ? Version.json() : Version.line());
    }
}
