// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** From source to sink through a kernel. */
final class KernelWay {
    private final Path dkvm;
    private final EndProgram programs;
    private final Path folder;

    KernelWay(Path dkvm, EndProgram programs, Path folder) {
        this.dkvm = dkvm;
        this.programs = programs;
        this.folder = folder;
    }

    Figures run(Load load, Placement placement) throws IOException, InterruptedException {
        var out = folder.resolve("kernel.latencies");
        Files.deleteIfExists(out);
        var desk = Files.writeString(folder.resolve("bench.yaml"), desk(load, placement, out));
        var kernel = new ProcessBuilder("taskset", "-c", Integer.toString(placement.middle()), dkvm.toString(), "run",
                "--until-end", "--timeout", load.limitSeconds() + "s", "--log-level", "warn", "--home",
                folder.resolve("home").toString(), desk.toString()).redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT).start();
        kernel.getOutputStream().close();
        if (!kernel.waitFor(load.limitSeconds() + 10, TimeUnit.SECONDS)) {
            kernel.destroy();
            throw new IOException("the kernel does not come to an end");
        }
        if (kernel.exitValue() != 0) {
            throw new IOException("the kernel ended with exit code " + kernel.exitValue());
        }
        return Figures.read(out);
    }

    private String desk(Load load, Placement placement, Path out) {
        return """
                version: 1
                kernel: {name: bench}
                devices:
                  source:
                    type: process
                    config: {command: %s, options: %s, ports: {out: {keys: keyboard}}}
                  sink:
                    type: process
                    config: {command: %s, options: %s, ports: {in: {keys: keyboard}}}
                pipelines:
                  keys: {from: source, to: sink}
                """.formatted(list(programs.command(BenchSource.class, placement.ends())), map(load.source()),
                list(programs.command(BenchSink.class, placement.ends())), map(load.sink(out)));
    }

    private static String list(List<String> items) {
        return items.stream().map(KernelWay::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String map(Map<String, String> entries) {
        return entries.entrySet().stream().map(entry -> entry.getKey() + ": " + quoted(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Numbers as numbers, else in quotes that mean nothing but themselves. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''").replace("$", "$$") + "'";
    }
}
