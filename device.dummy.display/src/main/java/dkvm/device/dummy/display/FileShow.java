// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.device.dummy.display.picture.Canvas;
import dkvm.device.dummy.display.picture.Change;
import dkvm.device.dummy.display.picture.Picture;
import dkvm.device.dummy.display.picture.PngReader;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.Rectangle;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows the pictures of files, over and over until there were enough. */
final class FileShow implements Show {
    private final PngReader reader = new PngReader();
    private final List<Path> files;
    private final long length;
    /** Which of the files {@link #picture} is from. */
    private int held = -1;
    private @Nullable Picture picture;

    /**
     * A show.
     *
     * @param files at least one
     * @param frames how many pictures; 0: each file once
     */
    FileShow(List<Path> files, long frames) {
        this.files = List.copyOf(files);
        length = frames > 0 ? frames : files.size();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public FrameFormat format(long n) throws DeviceFailure {
        int index = (int) (n % files.size());
        if (index != held) {
            // Not two of them at a time.
            picture = null;
            picture = reader.read(files.get(index));
            held = index;
        }
        return FrameFormat.xr24(picture().width(), picture().height());
    }

    @Override
    public void draw(long n, Canvas canvas) {
        var row = new int[canvas.width()];
        for (int y = 0; y < canvas.height(); y++) {
            picture().row(y, row);
            canvas.write(0, y, row, 0, row.length);
        }
    }

    @Override
    public List<Rectangle> update(long n, long before, Canvas canvas) {
        return Change.to(picture(), canvas);
    }

    private Picture picture() {
        return Objects.requireNonNull(picture, "format() reads it");
    }
}
