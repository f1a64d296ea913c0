// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** What someone sees who puts the files of a folder together, as its index says. */
final class Rebuilt {
    private static final Pattern LINE = Pattern.compile("\\{\"t\":([0-9.]+),\"frame\":(\\d+),\"file\":\"([^\"]+)\","
            + "\"x\":(\\d+),\"y\":(\\d+),\"width\":(\\d+),\"height\":(\\d+),\"fourcc\":\"XR24\",\"full\":(true|false)}");

    /** A line of the index. */
    record Line(String t, long frame, String file, int x, int y, int width, int height, boolean full) {}

    private Rebuilt() {}

    static List<Line> index(Path folder) throws IOException {
        var lines = new ArrayList<Line>();
        for (var text : Files.readAllLines(folder.resolve("index.jsonl"))) {
            var found = LINE.matcher(text);
            if (!found.matches()) {
                throw new AssertionError("not a line of an index: " + text);
            }
            lines.add(new Line(found.group(1), Long.parseLong(found.group(2)), found.group(3),
                    Integer.parseInt(found.group(4)), Integer.parseInt(found.group(5)),
                    Integer.parseInt(found.group(6)), Integer.parseInt(found.group(7)),
                    Boolean.parseBoolean(found.group(8))));
        }
        return lines;
    }

    /** The picture after all lines up to a frame. */
    static int[] picture(Path folder, long frame) throws IOException {
        var picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        for (var line : index(folder)) {
            if (line.frame() > frame) {
                break;
            }
            var part = ImageIO.read(folder.resolve(line.file()).toFile());
            if (line.full()) {
                picture = new BufferedImage(part.getWidth(), part.getHeight(), BufferedImage.TYPE_INT_RGB);
            }
            if (part.getWidth() != line.width() || part.getHeight() != line.height()) {
                throw new AssertionError(line + " is of another size");
            }
            picture.setRGB(line.x(), line.y(), line.width(), line.height(),
                    part.getRGB(0, 0, line.width(), line.height(), null, 0, line.width()), 0, line.width());
        }
        return pixels(picture);
    }

    /** The pixels of a file. */
    static int[] pixels(Path file) throws IOException {
        return pixels(ImageIO.read(file.toFile()));
    }

    private static int[] pixels(BufferedImage image) {
        var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xFFFFFF;
        }
        return pixels;
    }
}
