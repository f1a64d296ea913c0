// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatASinkWrote() throws IOException {
        var figures = Figures.read(write(LongStream.rangeClosed(1, 1000).map(i -> 1000 * (1001 - i)).toArray()));
        assertThat(figures).isEqualTo(new Figures(501, 991, 1000, 1000, 1000));
    }

    @Test
    void saysWhenNothingWasMeasured() throws IOException {
        var empty = write();
        assertThatThrownBy(() -> Figures.read(empty)).isInstanceOf(IOException.class)
                .hasMessage("nothing was measured");
    }

    @Test
    void takesTheMedianOfEachFigure() {
        var runs = List.of(new Figures(1, 20, 300, 9, 10), new Figures(3, 10, 100, 5, 10),
                new Figures(2, 30, 200, 7, 10));
        assertThat(Figures.median(runs)).isEqualTo(new Figures(2, 20, 200, 7, 30));
        assertThat(Figures.median(runs.subList(0, 2))).isEqualTo(new Figures(2, 15, 200, 7, 20));
    }

    @Test
    void comparesFigureByFigure() {
        assertThat(new Figures(10, 20, 30, 40, 5).over(new Figures(5, 20, 60, 80, 7)))
                .isEqualTo(new Figures(2, 1, 0.5, 0.5, 5));
    }

    private Path write(long... nanos) throws IOException {
        var bytes = ByteBuffer.allocate(nanos.length * Long.BYTES);
        bytes.asLongBuffer().put(nanos);
        return Files.write(folder.resolve("latencies"), bytes.array());
    }
}
