// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The text of a configuration file: UTF-8, or UTF-16 with a byte order mark; what cannot be read becomes a finding. */
final class YamlText {
    /** 10,000 devices fit; SnakeYAML takes time with the square of a scalar's length. */
    static final int MAX_BYTES = 1 << 20;
    static final String TOO_LARGE = "the file is larger than 1 MiB; is it a configuration file?";

    private YamlText() {}

    static Optional<String> read(Path file, Findings findings) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                findings.error(Position.START, TOO_LARGE);
                return Optional.empty();
            }
            return decode(bytes, findings);
        } catch (NoSuchFileException e) {
            findings.error(Position.START, "there is no such file; check its name");
        } catch (AccessDeniedException e) {
            findings.error(Position.START, "the file may not be read; check its permissions");
        } catch (IOException e) {
            var directory = Files.isDirectory(file);
            var reason = directory ? "this is a directory; name a file in it" : "cannot be read: " + e.getMessage();
            findings.error(Position.START, reason);
        }
        return Optional.empty();
    }

    static Optional<String> decode(byte[] bytes, Findings findings) {
        var text = CharBuffer.allocate(bytes.length + 1);
        var result = charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            findings.error(end(text), "the file is not UTF-8 here; save it as UTF-8");
            return Optional.empty();
        }
        return Optional.of(text.toString());
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length >= 2) {
            int mark = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
            if (mark == 0xfeff || mark == 0xfffe) {
                return StandardCharsets.UTF_16;
            }
        }
        return StandardCharsets.UTF_8;
    }

    /** The position just behind a text. */
    static Position end(CharSequence text) {
        int line = 1;
        int column = 1;
        char before = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                line += c == '\n' && before == '\r' ? 0 : 1;
                column = 1;
            } else if (!Character.isLowSurrogate(c) && c != '\uFEFF') {
                column++;
            }
            before = c;
        }
        return new Position(line, column);
    }
}
