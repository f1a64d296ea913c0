// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Walks through the chunks of a PNG file, which its decoder hardly checks, and keeps those that make the pixels: what is
 * left says nothing of gamma or colour profiles, and holds no texts that unpack to gigabytes.
 */
final class PngChunks {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private static final int BYTES_OF_A_COLOUR = 3;

    private final ByteBuffer file;
    private final ByteBuffer kept;
    private final CRC32 crc = new CRC32();
    private byte[] transparent = {};
    private int colours;

    private PngChunks(byte[] file) {
        this.file = ByteBuffer.wrap(file);
        kept = ByteBuffer.wrap(file);
    }

    /**
     * Checks a file and takes out of it what is not needed.
     *
     * @param content the whole file; what is kept is moved to its beginning
     * @return what is left
     */
    static PngChunks of(byte[] content) throws BadPngException {
        var chunks = new PngChunks(content);
        chunks.signature();
        String type;
        boolean data = false;
        do {
            type = chunks.next();
            data |= type.equals("IDAT");
        } while (!type.equals("IEND"));
        if (!data) {
            throw new BadPngException("it holds no pixels");
        }
        return chunks;
    }

    /** The header of a file of which there is the beginning at least. */
    static PngHeader header(byte[] beginning) throws BadPngException {
        var chunks = new PngChunks(beginning);
        chunks.signature();
        if (!chunks.next().equals("IHDR")) {
            throw new BadPngException("it does not begin with a header");
        }
        return PngHeader.of(ByteBuffer.wrap(beginning, 16, chunks.kept.position() - 20).slice());
    }

    /** The bytes of a PNG file that has but what makes the pixels. */
    ByteBuffer kept() {
        return kept.duplicate().flip();
    }

    /** How many colours its palette has; 0: it has none. */
    int colours() {
        return colours;
    }

    /** The colour declared transparent, if it is a grey one (11.3.2.1 tRNS); else less than 0. */
    int transparentGrey() {
        return transparent.length == Short.BYTES ? ByteBuffer.wrap(transparent).getShort() & 0xFFFF : -1;
    }

    private void signature() throws BadPngException {
        if (file.remaining() < Long.BYTES || file.getLong() != SIGNATURE) {
            throw new BadPngException("it is no PNG file");
        }
        kept.position(file.position());
    }

    private String next() throws BadPngException {
        int begin = file.position();
        if (file.remaining() < 2 * Integer.BYTES) {
            throw new BadPngException("it is cut off after " + file.limit() + " bytes");
        }
        int length = file.getInt();
        int nameAt = file.position();
        var name = new String(file.array(), nameAt, Integer.BYTES, StandardCharsets.ISO_8859_1);
        if (length < 0 || !name.chars().allMatch(PngChunks::isLetter)) {
            throw new BadPngException("there is no chunk at byte " + begin);
        }
        if (file.remaining() - 2 * Integer.BYTES < length) {
            throw new BadPngException("it is cut off after " + file.limit() + " bytes, in the chunk " + name
                    + " at byte " + begin);
        }
        file.position(nameAt + Integer.BYTES + length);
        crc.reset();
        crc.update(file.array(), nameAt, Integer.BYTES + length);
        if ((int) crc.getValue() != file.getInt()) {
            throw new BadPngException("its chunk " + name + " at byte " + begin + " is damaged");
        }
        keep(name, begin, length);
        return name;
    }

    private void keep(String name, int begin, int length) throws BadPngException {
        if (PIXELS.contains(name)) {
            if (name.equals("tRNS")) {
                transparent = new byte[length];
                file.get(begin + 2 * Integer.BYTES, transparent);
            }
            if (name.equals("PLTE")) {
                colours = length / BYTES_OF_A_COLOUR;
            }
            int end = file.position();
            kept.put(kept.position(), file, begin, end - begin).position(kept.position() + end - begin);
        } else if (name.substring(0, 1).toLowerCase(Locale.ROOT).charAt(0) != name.charAt(0)) {
            throw new BadPngException("its chunk " + name + " at byte " + begin + " is of no known kind");
        }
    }

    private static boolean isLetter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
