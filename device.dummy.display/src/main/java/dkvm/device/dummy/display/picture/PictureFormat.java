// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import dkvm.sdk.event.Fourcc;
import dkvm.sdk.event.Rectangle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/** A file format of pictures. Keeps the memory it works in: for one thread. */
public sealed interface PictureFormat permits PngFormat, PpmFormat, RawFormat {

    /**
     * A format by its name.
     *
     * @param name {@code png}, {@code ppm} or {@code raw}
     * @return the format
     */
    static PictureFormat named(String name) {
        return switch (name) {
            case "png" -> new PngFormat();
            case "ppm" -> new PpmFormat();
            case "raw" -> new RawFormat();
            default -> throw new IllegalArgumentException("no format \"" + name + '"');
        };
    }

    /**
     * What the names of its files end in.
     *
     * @return the extension without its dot
     */
    String extension();

    /**
     * Whether it has a form for a picture.
     *
     * @param fourcc the form of its pixels
     * @return false if {@link #write} must not be called
     */
    default boolean takes(int fourcc) {
        return fourcc == Fourcc.XR24;
    }

    /**
     * Writes a file.
     *
     * @param picture what
     * @param out where to
     * @throws IOException if that failed
     */
    void write(Pixels picture, WritableByteChannel out) throws IOException;

    /**
     * Loads what {@link #write} needs.
     *
     * @param name the format
     * @return a file of one pixel
     * @throws IOException never
     */
    static byte[] warmUp(String name) throws IOException {
        var pixel = new Pixels(MemorySegment.ofArray(new byte[Integer.BYTES]), Integer.BYTES, Fourcc.XR24,
                new Rectangle(0, 0, 1, 1));
        var file = new ByteArrayOutputStream();
        named(name).write(pixel, Channels.newChannel(file));
        return file.toByteArray();
    }

    /**
     * Writes all of it.
     *
     * @param bytes what
     * @param out where to
     * @throws IOException if that failed
     */
    static void all(ByteBuffer bytes, WritableByteChannel out) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
