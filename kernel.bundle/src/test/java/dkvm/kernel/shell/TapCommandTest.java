// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.kernel.pipeline.GraphProbe;
import dkvm.kernel.pipeline.TappedDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TapCommandTest {
    private final TappedDesk desk = new TappedDesk();
    private final List<String> lines = new ArrayList<>();
    private final Commands commands = new Commands(new TapCommand(new GraphProbe(desk.graph())));

    /** Types when the command has begun to follow. */
    private int tap(Runnable typing, String... line) {
        return commands.run(List.of(line), new Answer() {
            @Override
            public void out(String text) {
                lines.add(text.replaceFirst("\"t\":[0-9.]+", "\"t\":T").strip());
                if (text.contains("missed")) {
                    // That was what it was asked for.
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void following() {
                typing.run();
            }
        }, lines::add);
    }

    @Test
    void showsSoManyEventsOfAPort() {
        assertThat(tap(() -> desk.type(4, -4, 5), "tap", "a", "-n", "2")).isZero();
        assertThat(lines).containsExactly("{\"t\":T,\"code\":\"KeyA\",\"state\":\"down\"}",
                "{\"t\":T,\"code\":\"KeyA\",\"state\":\"up\"}");
        assertThat(tap(() -> desk.type(-5), "tap", "a.keys", "--json", "--out", "-n", "1")).isZero();
        assertThat(lines).last().asString().contains("KeyB");
        assertThat(desk.taps()).as("none stays open").isZero();
    }

    @Test
    void saysHowManyWereMissed() {
        assertThat(tap(() -> desk.flood(1 << 20), "tap", "a")).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(lines).anyMatch(line -> line.matches("\\{\"missed\":[1-9][0-9]*}"));
    }

    @Test
    void endsWithItsClient() {
        assertThatThrownBy(() -> tap(() -> {
            throw new UncheckedIOException(new IOException("gone"));
        }, "tap", "a")).isInstanceOf(UncheckedIOException.class);
        assertThat(desk.taps()).isZero();
        assertThat(tap(Thread.currentThread()::interrupt, "tap", "a")).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(desk.taps()).isZero();
    }

    @Test
    void knowsItsPorts() {
        assertThat(tap(() -> {}, "tap", "a.video")).isEqualTo(2);
        assertThat(lines).containsExactly("dkvm: tap: \"a.video\" is no port; there are keys\n");
        assertThat(tap(() -> {}, "tap")).isEqualTo(2);
    }
}
