// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a cache, in processes of its own, one after the other: a trial of the device that notes what it loads, the
 * making of the cache, and a JVM that has to use it. The thread that trains must not end before them: the system kills
 * them with it.
 */
final class Training {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Ends with the kernel's thread that started it, and takes only time that nobody wants. */
    private static final List<String> IN_THE_BACKGROUND = List.of("setsid", "setpriv", "--pdeathsig", "KILL", "nice",
            "-n", "19");
    private static final String TRIAL = "the trial";

    private final Trainee trainee;
    private final Path work;
    private @Nullable Process running;
    private boolean stopped;

    Training(Trainee trainee, Path work) {
        this.trainee = trainee;
        this.work = work;
    }

    /** Trains. Returns the finished file, in the work folder. */
    Path run() throws IOException, InterruptedException, TrainingFailedException {
        var classes = work.resolve("classes");
        var cache = work.resolve("cache");
        var program = trainee.program();
        trial(program.command(List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + classes)));
        ends("the JVM that makes the cache", program.withoutMain(
                List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + classes, "-XX:AOTCache=" + cache)));
        // What this JVM does not take it would not take later either, and be slower each time.
        var check = program.withoutMain(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache));
        check.add("-version");
        ends("the JVM that is to use the cache", check);
        return cache;
    }

    /** Ends what runs, and lets nothing more begin; for any thread. */
    synchronized void stop() {
        stopped = true;
        if (running != null) {
            kill(running);
        }
    }

    private record Started(Process process, TrialOutput words) {}

    private void trial(List<String> command) throws IOException, InterruptedException, TrainingFailedException {
        var started = start(command, Redirect.PIPE);
        var process = started.process();
        // Once they are closed, the device knows that nobody listens any more.
        try (var from = process.getInputStream(); var to = process.getOutputStream()) {
            PlayedKernel.converse(from, to);
        } catch (IOException | TrainingFailedException e) {
            // Its own words say more, if it failed.
            succeeds(TRIAL, started);
            throw e;
        }
        succeeds(TRIAL, started);
    }

    private void ends(String what, List<String> command)
            throws IOException, InterruptedException, TrainingFailedException {
        succeeds(what, start(command, Redirect.DISCARD));
    }

    private synchronized Started start(List<String> command, Redirect out)
            throws IOException, TrainingFailedException {
        if (stopped) {
            throw new TrainingFailedException("the kernel stops");
        }
        var line = new ArrayList<>(IN_THE_BACKGROUND);
        line.addAll(command);
        var builder = new ProcessBuilder(line).directory(trainee.directory().toFile()).redirectOutput(out);
        builder.environment().clear();
        builder.environment().putAll(trainee.environment());
        var process = builder.start();
        running = process;
        var _ = process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).exceptionally(_ -> {
            kill(process);
            return process;
        });
        return new Started(process, TrialOutput.of(process.getErrorStream(), () -> kill(process)));
    }

    private static void succeeds(String what, Started started) throws InterruptedException, TrainingFailedException {
        int status = started.process().waitFor();
        if (status != 0) {
            throw new TrainingFailedException(what + " ended with " + status + ": " + started.words().get());
        }
    }

    private static void kill(Process process) {
        var started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
