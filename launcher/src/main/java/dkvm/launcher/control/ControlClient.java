// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/** Commands of scripts in a running kernel, which has 5 s to begin with its answer. */
public final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path socket;
    private final Printer printer;

    /**
     * A client.
     *
     * @param socket the kernel's control socket
     * @param out where the commands' output goes
     * @param err where their errors go
     */
    public ControlClient(Path socket, PrintStream out, PrintStream err) {
        this.socket = socket;
        this.printer = new Printer(out, err);
    }

    /**
     * Runs a command.
     *
     * @param request the command
     * @return the command's exit code; 1 if what it says cannot be printed any more
     * @throws KernelStoppedException if the kernel goes away before the end
     * @throws IOException if no kernel answers there
     */
    public int run(Request request) throws IOException {
        try (var connection = ControlConnection.open(socket)) {
            return connection.run(request, PATIENCE, printer);
        }
    }

    /**
     * Runs a command a line, in one session, as a shell does with a script: one that fails does not end it.
     *
     * @param lines to be read to their end
     * @param screen where the output goes
     * @return the last command's exit code; 0 if there was none
     * @throws KernelStoppedException if the kernel goes away before the end
     * @throws IOException if no kernel answers there, or the lines cannot be read
     */
    public int run(BufferedReader lines, Screen screen) throws IOException {
        try (var connection = ControlConnection.open(socket)) {
            int code = 0;
            for (var line = lines.readLine(); line != null && !Leaving.isMeant(line); line = lines.readLine()) {
                if (!line.isBlank()) {
                    code = connection.run(Request.line(line, screen), PATIENCE, printer);
                }
            }
            return code;
        }
    }
}
