// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.Welcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * From source to sink through {@code cat} between two pipes: the least a program in the middle can do. The end programs
 * are told beforehand what a kernel would tell them, and the source's greeting is cut off before it reaches the sink.
 */
final class CatWay {
    private static final long PLENTY = 1L << 40;

    private final EndProgram programs;
    private final Path folder;

    CatWay(EndProgram programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    Figures run(Load load, Placement placement) throws IOException, InterruptedException {
        var out = folder.resolve("cat.latencies");
        Files.deleteIfExists(out);
        var prefix = Files.write(folder.resolve("sink.prefix"), kernelSays(Direction.IN, BenchSink.PORT));
        long greeting = greeting(load, placement);
        var middle = "cat '" + prefix + "'; dd bs=1 count=" + greeting + " of=/dev/null status=none; exec cat";
        var line = shell(programs.command(BenchSource.class, placement.ends())) + " | taskset -c " + placement.middle()
                + " sh -c \"" + middle + "\" | " + shell(programs.command(BenchSink.class, placement.ends()))
                + " > /dev/null";
        var builder = new ProcessBuilder("sh", "-c", line).redirectError(Redirect.INHERIT)
                .redirectOutput(Redirect.DISCARD);
        builder.environment().putAll(EndProgram.environment("bench", load.sink(out)));
        builder.environment().putAll(EndProgram.environment("bench", load.source()));
        // One environment serves both: only "count" has two meanings, and a sink may make room for more.
        var pipeline = builder.start();
        try (var toSource = pipeline.getOutputStream()) {
            toSource.write(kernelSays(Direction.OUT, BenchSource.PORT));
            toSource.flush();
            if (!pipeline.waitFor(load.limitSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the end programs do not come to an end");
            }
        } finally {
            pipeline.descendants().forEach(ProcessHandle::destroyForcibly);
            pipeline.destroyForcibly();
        }
        return Figures.read(out);
    }

    /** Counts the bytes that a source says before its first event. */
    private long greeting(Load load, Placement placement) throws IOException {
        var builder = new ProcessBuilder(programs.command(BenchSource.class, placement.ends()))
                .redirectError(Redirect.INHERIT);
        builder.environment().putAll(EndProgram.environment("bench", load.source()));
        var source = builder.start();
        try (var toSource = source.getOutputStream(); var fromSource = source.getInputStream()) {
            toSource.write(kernelSays(Direction.OUT, BenchSource.PORT));
            toSource.flush();
            var buffer = new FrameBuffer();
            long bytes = Wire.preamble().length;
            while (buffer.fill(fromSource)) {
                while (buffer.next()) {
                    bytes += buffer.offset() + buffer.length() - (long) buffer.frameStart();
                    if (Envelope.parser().parseFrom(buffer.array(), buffer.offset(), buffer.length())
                            .hasActivated()) {
                        return bytes;
                    }
                }
            }
            throw new IOException("the source says nothing");
        } finally {
            source.destroyForcibly();
        }
    }

    private static byte[] kernelSays(Direction direction, String port) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(Wire.preamble());
        Envelope.newBuilder().setWelcome(Welcome.newBuilder().setVersion(Wire.VERSION)).build()
                .writeDelimitedTo(bytes);
        Envelope.newBuilder().setActivate(Activate.newBuilder().setCause(Cause.FIRST).setGeneration(1)
                .addStreams(StreamOpened.newBuilder().setStream(1).setPort(port).setDirection(direction)
                        .setKind(Kind.KEYBOARD).setNextSeq(1).setCreditSeq(PLENTY).setCreditBytes(PLENTY)))
                .build().writeDelimitedTo(bytes);
        return bytes.toByteArray();
    }

    private static String shell(List<String> command) {
        return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }
}
