// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A device's runtime on a thread of the test's process, between two pipes. */
final class InProcess implements AutoCloseable {
    final FakeKernel kernel;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Pipe down;
    private final Pipe up;

    InProcess(DeviceSpec spec, Map<String, String> environment) {
        try {
            down = Pipe.open();
            up = Pipe.open();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        var exit = new Exit() {
            @Override
            public Ended now(int s) {
                status.complete(s);
                return new Ended(s);
            }

            @Override
            public void within(long millis, int s) {
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> status.complete(s));
            }
        };
        var platform = new Platform(Channels.newInputStream(down.source()), Channels.newOutputStream(up.sink()),
                environment, new Log(new PrintStream(log, true, StandardCharsets.UTF_8), LogLevel.INFO), exit,
                () -> true);
        Thread.ofPlatform().daemon().name("device-main").start(() -> {
            try {
                throw new DeviceRuntime(spec, platform).run();
            } catch (Ended e) {
                // As it should.
            }
        });
        kernel = new FakeKernel(Channels.newOutputStream(down.sink()), Channels.newInputStream(up.source()));
    }

    InProcess(DeviceSpec spec) {
        this(spec, Map.of("DKVM_PROTOCOL", "1-1", "DKVM_DEVICE_ID", "keys"));
    }

    void exits(int expected) {
        assertThat(status.orTimeout(10, TimeUnit.SECONDS).join()).as(log()).isEqualTo(expected);
    }

    boolean running() {
        return !status.isDone();
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        kernel.close();
        try {
            up.source().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
