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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device process that a test plays: what it says and how it ends; what the kernel sends it can be looked at. */
final class PlayedProcess extends TestProcess {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final PipedOutputStream said = new PipedOutputStream();
    private final InputStream output;

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

    void says(String text) throws IOException {
        said.write(text.getBytes(StandardCharsets.UTF_8));
        said.flush();
    }

    @Override
    void exits(int with) {
        try {
            said.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        super.exits(with);
    }

    /** What it was told when it was to become active. */
    Optional<Activate> activation() {
        return heard().stream().filter(Envelope::hasActivate).map(Envelope::getActivate).findFirst();
    }

    /** All that it was told so far. */
    List<Envelope> heard() {
        var all = new ArrayList<Envelope>();
        var in = new ByteArrayInputStream(received.toByteArray());
        try {
            in.skipNBytes(Math.min(in.available(), Wire.preamble().length));
            while (in.available() > 0) {
                all.add(Envelope.parseDelimitedFrom(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    @Override
    public OutputStream getOutputStream() {
        return received;
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }
}
