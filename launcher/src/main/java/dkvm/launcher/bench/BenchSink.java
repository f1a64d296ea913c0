// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import dkvm.sdk.Context;
import dkvm.sdk.Device;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.event.StreamKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end program that receives: it keeps how long each event took and writes that to a file at the end. */
public final class BenchSink implements Sink {
    static final String PORT = "keys";

    private final Path file;
    private final long warmUp;
    private final long[] nanos;
    private int size;

    private BenchSink(Context context) {
        file = Path.of(context.options().text("out"));
        warmUp = context.options().number("warm-up");
        nanos = new long[Math.toIntExact(context.options().number("count"))];
    }

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Device.of("bench-sink").input(PORT, StreamKind.KEYBOARD).sink(BenchSink::new).run();
    }

    @Override
    public void open(Session session) {
        size = 0;
    }

    @Override
    public void receive(Received event) {
        long now = System.nanoTime();
        if (event.seq() > warmUp && size < nanos.length) {
            nanos[size++] = now - event.originNanos();
        }
    }

    @Override
    public void ended(String port, String from) throws IOException {
        var bytes = ByteBuffer.allocate(size * Long.BYTES);
        bytes.asLongBuffer().put(nanos, 0, size);
        Files.write(file, bytes.array());
    }
}
