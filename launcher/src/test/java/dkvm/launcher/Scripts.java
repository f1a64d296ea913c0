// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs for tests, in an environment that holds what a test says and nothing else. */
final class Scripts {
    /** The checkout. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final int LIMIT_S = 60;

    private Scripts() {}

    /** What a program did. */
    record Result(int code, String out, String err) {}

    static Result run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        var out = Files.createTempFile("out", "");
        var err = Files.createTempFile("err", "");
        var process = start(folder, environment, command, out, err);
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("not over after " + LIMIT_S + " s: " + command);
        }
        var result = new Result(process.exitValue(), Files.readString(out),
                Files.readString(err, StandardCharsets.UTF_8));
        Files.delete(out);
        Files.delete(err);
        return result;
    }

    static Process start(Path folder, Map<String, String> environment, List<String> command, Path out, Path err)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Writes a shell script that can be run. */
    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
