// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.api.PoolStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopCommandTest {
    private final StringBuilder out = new StringBuilder();
    private final List<Duration> pauses = new ArrayList<>();
    private int devices = 1;
    private long nanos = 1_000_000_000;
    private boolean following;

    private final KernelView view = new KernelView() {
        @Override
        public List<DeviceStatus> devices() {
            return IntStream.range(0, devices).mapToObj(i -> new DeviceStatus(i == 0 ? "keys" : "d" + i, "t", "RUNNING",
                    true, i == 0 ? OptionalLong.of(4711) : OptionalLong.empty(), 1, 0, 1, "", "", "fine",
                    Optional.empty(), 0)).toList();
        }

        @Override
        public List<String> lastLog(String device) {
            return List.of();
        }

        @Override
        public List<LinkStatus> links() {
            long in = nanos / 1_000_000;
            return List.of(new LinkStatus("typing", "keys.keys", "paper.keys", "UP", true, false, false, in, in / 2, 3,
                    0, Map.of(), 0, Optional.of(new LinkStatus.Latency(1, 120.4, 3, 4))));
        }

        @Override
        public List<PoolStatus> pools() {
            return List.of(new PoolStatus(1, "screen", "video", 1 << 20, 6, 6, 0, 0, List.of()));
        }

        @Override
        public long leakedSlots() {
            return 0;
        }
    };

    private final TopCommand top = new TopCommand(view, new ProcessUsage() {
        @Override
        public Optional<Duration> cpu(long pid) {
            return Optional.of(Duration.ofNanos(nanos / 4));
        }

        @Override
        public OptionalLong resident(long pid) {
            return OptionalLong.of(5 << 20);
        }
    }, new TopCommand.Clock() {
        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public void pause(Duration time) {
            pauses.add(time);
            nanos += time.toNanos();
        }
    });

    private String run(Client client, String... arguments) throws UsageException {
        out.setLength(0);
        assertThat(top.run(List.of(arguments), new Answer() {
            @Override
            public void out(String text) {
                out.append(text);
            }

            @Override
            public void following() {
                following = true;
            }

            @Override
            public Client client() {
                return client;
            }
        })).isZero();
        return out.toString();
    }

    private static Client terminal(int width, int height) {
        return new Client(width, height, false, true, Path.of("/"));
    }

    @Test
    void eachRoundShowsWhatHappenedSinceTheLast() throws UsageException {
        var text = run(Client.UNKNOWN, "-n", "2", "--interval", "2s");
        assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofSeconds(2));
        assertThat(text.split("\n\n", -1)).hasSize(5);
        assertThat(text).startsWith("devices 1, links 1, pools 1 (6MiB)\n").contains(
                "keys    RUNNING  0     1000   25.0 %  5MiB    4711  fine\n",
                "typing    keys.keys  paper.keys  UP     1000  500    3       120 µs\n");
        assertThat(following).as("it ends by itself").isFalse();
    }

    @Test
    void aTerminalIsDrawnOverInPlaceAndNeverScrolls() throws UsageException {
        devices = 50;
        var text = run(terminal(40, 10), "-n", "2");
        assertThat(text).startsWith("\u001b[2J\u001b[H").contains("\u001b[J\u001b[H").endsWith("\u001b[J");
        assertThat(text.substring(text.lastIndexOf("\u001b[H")).lines()).hasSize(10)
                .element(8).asString().startsWith("… 47 lines more");
        assertThat(text.replaceAll("\u001b\\[\\d?[A-Z]", "").lines()).allMatch(line -> TextWidth.of(line) <= 40);
    }

    @Test
    void jsonIsAnObjectARound() throws UsageException {
        var lines = run(Client.UNKNOWN, "-n", "2", "--json").lines().toList();
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(Schemas.faults("top", line)).isEmpty());
        var device = JsonParser.parseString(lines.getLast()).getAsJsonObject().getAsJsonArray("devices").get(0)
                .getAsJsonObject();
        assertThat(device.get("out_per_s").getAsDouble()).isEqualTo(1000);
        assertThat(device.get("cpu_percent").getAsDouble()).isEqualTo(25);
    }

    @Test
    void anIntervalIsADurationThatIsNotTooShort() {
        for (var wrong : List.of("1ms", "0", "soon", "5")) {
            assertThatThrownBy(() -> run(Client.UNKNOWN, "--interval", wrong)).isInstanceOf(UsageException.class)
                    .hasMessageContaining("100ms");
        }
    }
}
