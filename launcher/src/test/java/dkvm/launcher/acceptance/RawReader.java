// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Access;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.PoolAdded;
import dkvm.sdk.wire.v1.PoolMapped;
import dkvm.sdk.wire.v1.Port;
import dkvm.sdk.wire.v1.Ready;
import dkvm.sdk.wire.v1.Release;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A display sink without the SDK that takes what it may not have: it tries to map each pool writable, and says how that
 * went. Its argument is which buffers it releases besides those it got: of a pool it was never told of
 * ({@code stranger}), of another use of the slot ({@code stale}), or the same again ({@code twice}).
 */
public final class RawReader {
    private static int stream;
    private static long bytes;

    private RawReader() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        System.out.write(Wire.preamble());
        say(Envelope.newBuilder().setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("raw-reader")
                .addPorts(Port.newBuilder().setName("video").setDirection(Direction.IN).setKind(Kind.DISPLAY))));
        var frames = new FrameBuffer();
        while (frames.fill(System.in)) {
            while (frames.next()) {
                int end = frames.offset() + frames.length();
                answer(Envelope.parser().parseFrom(frames.array(), frames.offset(), frames.length()),
                        end - frames.frameStart(), arguments[0]);
            }
        }
    }

    private static void answer(Envelope message, int length, String vice) throws IOException {
        switch (message.getBodyCase()) {
            case WELCOME -> say(Envelope.newBuilder().setReady(Ready.getDefaultInstance()));
            case ACTIVATE -> say(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()));
            case POOL_ADDED -> map(message.getPoolAdded());
            case EVENT -> event(message.getEvent(), length, vice);
            case PING -> say(Envelope.newBuilder().setPong(Pong.newBuilder().setId(message.getPing().getId())));
            case STOP -> System.exit(0);
            default -> {
                // Of no interest here.
            }
        }
    }

    private static void map(PoolAdded pool) throws IOException {
        var path = Path.of(pool.getPath());
        var writable = "mapped it writable";
        try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.map(MapMode.READ_WRITE, 0, pool.getBytes());
        } catch (IOException e) {
            writable = e.getMessage();
        }
        System.err.println("<5>access " + (pool.getAccess() == Access.READ ? "READ" : "?") + ", to write: " + writable);
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            file.map(MapMode.READ_ONLY, 0, pool.getBytes());
        }
        say(Envelope.newBuilder().setPoolMapped(PoolMapped.newBuilder().setPool(pool.getPool())));
    }

    private static void event(Event event, int length, String vice) throws IOException {
        stream = event.getStream();
        bytes += length;
        var handle = event.getBuffers(0).toBuilder().clearLength().build();
        release(handle);
        switch (vice) {
            case "stranger" -> release(handle.toBuilder().setPool(handle.getPool() + 1000).build());
            case "stale" -> release(handle.toBuilder().setGeneration(handle.getGeneration() - 1).build());
            case "twice" -> release(handle);
            default -> throw new IllegalArgumentException(vice);
        }
        say(Envelope.newBuilder()
                .setCredit(Credit.newBuilder().setStream(stream).setSeq(event.getSeq()).setBytes(bytes)));
    }

    private static void release(Handle handle) throws IOException {
        say(Envelope.newBuilder().setRelease(Release.newBuilder().addHandles(handle)));
    }

    private static void say(Envelope.Builder message) throws IOException {
        message.build().writeDelimitedTo(System.out);
        System.out.flush();
    }
}
