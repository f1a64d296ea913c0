// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Envelope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A device process that a test plays: what it says and how it ends; what the kernel sends it can be looked at. */
final class PlayedProcess extends Process {
    private final CompletableFuture<Process> exit = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final PipedOutputStream said = new PipedOutputStream();
    private final InputStream output;
    private volatile int status;

    PlayedProcess() {
        try {
            output = new PipedInputStream(said);
            said.write(Wire.preamble());
            said.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void says(Envelope message) throws IOException {
        message.writeDelimitedTo(said);
        said.flush();
    }

    void exits(int with) throws IOException {
        status = with;
        said.close();
        exit.complete(this);
    }

    /** What it was told when it was to become active. */
    Optional<Activate> activation() throws IOException {
        var in = new ByteArrayInputStream(received.toByteArray());
        in.skipNBytes(Math.min(in.available(), Wire.preamble().length));
        while (in.available() > 0) {
            var message = Envelope.parseDelimitedFrom(in);
            if (message.hasActivate()) {
                return Optional.of(message.getActivate());
            }
        }
        return Optional.empty();
    }

    @Override
    public OutputStream getOutputStream() {
        return received;
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public long pid() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return exit;
    }

    @Override
    public int waitFor() {
        return exit.join().exitValue();
    }

    @Override
    public int exitValue() {
        return status;
    }

    @Override
    public Stream<ProcessHandle> descendants() {
        return Stream.empty();
    }

    @Override
    public void destroy() {
        try {
            exits(137);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
