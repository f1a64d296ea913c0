// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.place.Home;
import dkvm.sdk.log.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dkvm demo}: a desk of its own, on a home of its own, that leaves nothing but what it shows. */
@Command(name = "demo", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Plays a small desk for about 5 s into ./dkvm-out, and lists what it wrote."})
final class DemoCommand implements Callable<Integer> {
    private static final Path OUT = Path.of("dkvm-out");
    private static final String PRIVATE = ".demo-";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> WRITTEN = List.of("typing.evemu", "typing.jsonl");
    private static final String PICTURES = "bars";

    private final Surroundings around;
    private final KernelRun run;

    DemoCommand(Surroundings around, KernelRun run) {
        this.around = around;
        this.run = run;
    }

    @Override
    public Integer call() throws Exception {
        var own = OUT.resolve(PRIVATE + ProcessHandle.current().pid());
        try {
            var desk = unpack(own);
            around.out().println(
                    "A desk of five devices: for 5 s someone types and colour bars move, and recorders take it down.");
            int code = run.execute(new RunSettings(desk, own.resolve("home").toAbsolutePath(), Optional.empty(),
                    own.resolve("home/cache").toAbsolutePath(), true, Optional.of(LIMIT),
                    Optional.empty(), LogLevel.INFO, false));
            if (code == 0) {
                list();
            }
            return code;
        } finally {
            Home.delete(own);
        }
    }

    private Path unpack(Path own) throws IOException {
        try {
            Files.createDirectories(own);
            removeLeftOvers();
            var desk = own.resolve("desk.yaml");
            try (var in = Objects.requireNonNull(DemoCommand.class.getResourceAsStream("demo.yaml"))) {
                Files.copy(in, desk);
            }
            Files.copy(around.distribution().examples().resolve("typing.evemu"), own.resolve("recording.evemu"));
            return desk;
        } catch (IOException e) {
            throw CommandFailure.usage("the demo writes into ./dkvm-out: " + CommandFailure.words(e)
                    + "; try it in a folder of yours");
        }
    }

    /** Of demos that were killed. */
    private static void removeLeftOvers() throws IOException {
        try (var all = Files.newDirectoryStream(OUT, PRIVATE + "*")) {
            for (var folder : all) {
                var pid = folder.getFileName().toString().substring(PRIVATE.length());
                if (pid.matches("\\d{1,9}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Home.delete(folder);
                }
            }
        }
    }

    private void line(String what, long bytes) {
        around.out().printf(Locale.ROOT, "  %-28s %7.1f KiB%n", what, bytes / 1024.0);
    }

    private void list() throws IOException {
        around.out().println("\nWritten:");
        for (var name : WRITTEN) {
            line(OUT.resolve(name).toString(), Files.size(OUT.resolve(name)));
        }
        try (var pictures = Files.newDirectoryStream(OUT.resolve(PICTURES), "frame-*.png")) {
            long bytes = 0;
            int count = 0;
            for (var picture : pictures) {
                bytes += Files.size(picture);
                count++;
            }
            line(OUT.resolve(PICTURES) + ", " + count + " pictures", bytes);
        }
        boolean checkout = Files.isReadable(Path.of("examples/typing.yaml"));
        around.out().println("\nNext: " + around.command()
                + (checkout ? " run --until-end examples/typing.yaml   (a desk to change)" : " help run"));
    }
}
