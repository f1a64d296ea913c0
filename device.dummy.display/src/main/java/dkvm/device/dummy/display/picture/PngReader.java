// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Reads PNG files with the decoder of the JDK: every colour type and depth, interlaced or not. */
public final class PngReader {
    /** Signature, and the header's chunk. */
    private static final int BEGINNING = 33;
    private static final long MIB = 1 << 20;

    private final long room;

    /** A reader that may use half of the heap, and a little more: large arrays lie in the two thirds of the old. */
    public PngReader() {
        this(Runtime.getRuntime().maxMemory() * 5 / 8);
    }

    /**
     * A reader.
     *
     * @param room how many bytes a file and its picture may take together
     */
    PngReader(long room) {
        this.room = room;
    }

    /**
     * Loads what {@link #read} needs, which takes a tenth of a second.
     *
     * @throws IOException never
     */
    public static void warmUp() throws IOException {
        var file = PictureFormat.warmUp("png");
        try {
            decoded(PngChunks.header(file), PngChunks.of(file)).row(0, new int[1]);
        } catch (BadPngException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a file.
     *
     * @param path the file
     * @return its picture
     * @throws DeviceFailure if it cannot be read, is broken, or does not fit into memory
     */
    public Picture read(Path path) throws DeviceFailure {
        try {
            var header = header(path);
            fit(path, header);
            return decoded(header, PngChunks.of(Files.readAllBytes(path)));
        } catch (BadPngException e) {
            throw new DeviceFailure(Reason.BAD_DATA, path + ": " + e.getMessage());
        } catch (IOException e) {
            throw new DeviceFailure(Reason.NO_INPUT, "cannot read " + path + ": "
                    + (Files.isDirectory(path) ? "it is a folder" : Words.of(e, path)));
        }
    }

    private static PngHeader header(Path path) throws IOException, BadPngException {
        try (var in = Files.newInputStream(path)) {
            return PngChunks.header(in.readNBytes(BEGINNING));
        }
    }

    private void fit(Path path, PngHeader header) throws IOException, BadPngException {
        long needed = header.bytes() + Files.size(path);
        if (needed > room) {
            throw new BadPngException("a picture of " + header.width() + "×" + header.height() + " pixels takes "
                    + (needed + MIB - 1) / MIB + " MiB to read, and there are " + room / MIB);
        }
    }

    /** The decoder takes a colour that the palette lacks for black. */
    private static void check(Raster raster, int colours) throws BadPngException {
        int[] row = {};
        for (int y = 0; y < raster.getHeight(); y++) {
            row = raster.getSamples(0, y, raster.getWidth(), 1, 0, row.length == 0 ? null : row);
            for (int colour : row) {
                if (colour >= colours) {
                    throw new BadPngException(
                            "its palette has " + colours + " colours, and a pixel is of colour " + colour);
                }
            }
        }
    }

    private static Picture decoded(PngHeader header, PngChunks chunks) throws BadPngException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try {
            reader.setInput(new ArrayImageInput(chunks.kept()), true, true);
            BufferedImage image = reader.read(0);
            if (header.colour() == PngHeader.PALETTE) {
                check(image.getRaster(), chunks.colours());
            }
            return new Picture(header, image, chunks.transparentGrey());
        } catch (IOException | RuntimeException e) {
            // The decoder answers broken pixels with either; what it says is for programmers.
            throw new BadPngException("its pixels are damaged");
        } finally {
            reader.dispose();
        }
    }
}
