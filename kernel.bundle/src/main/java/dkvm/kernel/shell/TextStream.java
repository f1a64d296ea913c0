// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes text of the bytes that Gogo writes, wherever it cuts them, until it is cut off itself. */
final class TextStream extends OutputStream {
    private static final int BYTES = 8192;

    private final Consumer<String> to;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    /** What is not a whole character yet is at its beginning. Guarded by this, as the decoder. */
    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    private volatile boolean cut;

    TextStream(Consumer<String> to) {
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end;) {
            int some = Math.min(bytes.remaining(), end - at);
            bytes.put(from, at, some);
            at += some;
            pass();
        }
    }

    private void pass() throws IOException {
        var text = CharBuffer.allocate(bytes.position());
        decoder.decode(bytes.flip(), text, false);
        bytes.compact();
        if (cut) {
            throw new IOException("the command was ended");
        }
        if (text.flip().hasRemaining()) {
            try {
                to.accept(text.toString());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    /** From now on nobody can write. Does not wait for who just does. */
    void cut() {
        cut = true;
    }
}
