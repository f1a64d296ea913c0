// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@link TestDevice} in a JVM of its own, with the flags a kernel starts it with. */
final class ChildDevice implements AutoCloseable {
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss256k",
            "-Xmx32m", "-XX:ReservedCodeCacheSize=16m", "-XX:-UsePerfData", "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable", "-Xlog:all=warning:stderr", "-XX:+ExitOnOutOfMemoryError");

    final Process process;
    final FakeKernel kernel;
    private final CompletableFuture<String> log;

    /** Starts the process with what stands before the rest of its command: a shell that stays, and may be killed without it. */
    static final List<String> BY_A_SHELL = List.of("sh", "-c", "exec 3<&0; \"$@\" <&3 3<&- & wait", "sh");

    ChildDevice(boolean byKernel, String... arguments) {
        this(List.of(), byKernel, arguments);
    }

    ChildDevice(List<String> starter, boolean byKernel, String... arguments) {
        var command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TestDevice.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().remove("DKVM_PROTOCOL");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        // A device must log in UTF-8 in any locale.
        builder.environment().put("LC_ALL", "C");
        if (byKernel) {
            builder.environment().put("DKVM_PROTOCOL", "1-1");
            builder.environment().put("DKVM_DEVICE_ID", "keys");
        }
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kernel = new FakeKernel(process.getOutputStream(), process.getInputStream());
        log = CompletableFuture.supplyAsync(this::readLog);
    }

    private String readLog() {
        var lines = new StringBuilder();
        try (var reader = new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.append(line).append('\n');
            }
        } catch (IOException e) {
            lines.append(e);
        }
        return lines.toString();
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean runsFor(Duration time) {
        try {
            return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int status() {
        return process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue();
    }

    /** All it wrote to stderr, once it has ended. */
    String log() {
        return log.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
