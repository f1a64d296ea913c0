// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import java.nio.ByteBuffer;

/**
 * What the first chunk of a PNG file says (PNG specification, 11.2.1 IHDR).
 *
 * @param width columns
 * @param height rows
 * @param depth bits of a sample
 * @param colour the colour type
 */
record PngHeader(int width, int height, int depth, int colour) {
    static final int BYTES = 13;
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    private static final int MAX_SIDE = 16_384;

    static PngHeader of(ByteBuffer chunk) throws BadPngException {
        if (chunk.remaining() != BYTES) {
            throw new BadPngException("its header is of " + chunk.remaining() + " bytes, and not of " + BYTES);
        }
        var header = new PngHeader(chunk.getInt(), chunk.getInt(), chunk.get(), chunk.get());
        if (header.width < 1 || header.height < 1 || header.width > MAX_SIDE || header.height > MAX_SIDE) {
            throw new BadPngException("a picture of " + Integer.toUnsignedString(header.width) + "×"
                    + Integer.toUnsignedString(header.height) + " pixels; each side is to be 1 to " + MAX_SIDE);
        }
        if (!header.isKnown()) {
            throw new BadPngException("there are no pictures of colour type " + header.colour + " with "
                    + header.depth + " bits a sample");
        }
        return header;
    }

    private boolean isKnown() {
        boolean isWhole = depth == 8 || depth == 16;
        boolean isPart = depth == 1 || depth == 2 || depth == 4;
        return switch (colour) {
            case GREY -> isWhole || isPart;
            case RGB, GREY_ALPHA, RGB_ALPHA -> isWhole;
            case PALETTE -> isPart || depth == 8;
            default -> false;
        };
    }

    /** The most bytes that it may take when it is read: a colour declared transparent becomes a sample more. */
    long bytes() {
        int samples = switch (colour) {
            case RGB, RGB_ALPHA -> 4;
            case PALETTE -> 1;
            default -> 2;
        };
        return (long) width * height * samples * (depth > 8 ? 2 : 1);
    }
}
