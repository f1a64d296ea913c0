// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

/**
 * Forms of pixels, by the four letters that the Linux DRM gives them ({@code drm_fourcc.h}), as little-endian numbers.
 * Other formats of DRM may be used where both ends know them; these are the ones the SDK knows the size of.
 */
public final class Fourcc {
    /** 32 bits a pixel, in memory: blue, green, red, one unused byte. Every display sink takes this one. */
    public static final int XR24 = of("XR24");
    /** 32 bits a pixel, in memory: blue, green, red, alpha. */
    public static final int AR24 = of("AR24");
    /** 32 bits a pixel, in memory: red, green, blue, one unused byte. */
    public static final int XB24 = of("XB24");
    /** 32 bits a pixel, in memory: red, green, blue, alpha. */
    public static final int AB24 = of("AB24");
    /** 24 bits a pixel, in memory: blue, green, red. */
    public static final int RG24 = of("RG24");
    /** 24 bits a pixel, in memory: red, green, blue. */
    public static final int BG24 = of("BG24");
    /** 16 bits a pixel, a little-endian number: 5 bits red, 6 green, 5 blue, from the highest. */
    public static final int RG16 = of("RG16");

    private Fourcc() {}

    private static int of(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }

    /**
     * The name of a format.
     *
     * @param fourcc its number
     * @return its four letters, such as {@code XR24}; hexadecimal digits if it is none of letters, digits and spaces
     */
    public static String name(int fourcc) {
        var name = new StringBuilder(4);
        for (int shift = 0; shift < 32; shift += 8) {
            char c = (char) (fourcc >>> shift & 0xff);
            if (c != ' ' && (c > 'z' || !Character.isLetterOrDigit(c))) {
                return "0x%08x".formatted(fourcc);
            }
            name.append(c);
        }
        return name.toString();
    }

    /**
     * The size of a pixel.
     *
     * @param fourcc a format's number
     * @return bytes; 0: not known here
     */
    public static int bytesPerPixel(int fourcc) {
        if (fourcc == XR24 || fourcc == AR24 || fourcc == XB24 || fourcc == AB24) {
            return 4;
        }
        if (fourcc == RG24 || fourcc == BG24) {
            return 3;
        }
        return fourcc == RG16 ? 2 : 0;
    }
}
