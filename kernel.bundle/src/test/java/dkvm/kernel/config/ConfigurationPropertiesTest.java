// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.RestartPolicy.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What goes into ConfigAdmin comes out the same, whatever it is. */
class ConfigurationPropertiesTest {

    @RepeatedTest(200)
    void devicesComeBack(RepetitionInfo info) {
        var random = new Random(info.getCurrentRepetition());
        var options = new HashMap<String, Object>();
        for (int i = random.nextInt(6); i > 0; i--) {
            options.put("key-" + i + (random.nextBoolean() ? ".deep" : ""), value(random));
        }
        var restart = new RestartPolicy(any(Mode.values(), random), duration(random), duration(random),
                random.nextInt(100), duration(random), duration(random));
        var device = new DeviceEntry(text(random), text(random), random.nextBoolean(), Path.of("/a b", text(random)),
                options, restart, duration(random),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong(1L << 50)));
        var properties = stored(DeskConfigurations.properties(device), "dkvm.device~x");
        assertThat(DeviceEntry.of(properties)).isEqualTo(device);
    }

    @RepeatedTest(200)
    void pipelinesComeBack(RepetitionInfo info) {
        var random = new Random(info.getCurrentRepetition());
        var links = IntStream.range(0, random.nextInt(4)).mapToObj(i -> new LinkEntry("a" + i,
                random.nextBoolean() ? "" : "p.q" + i, "b" + i, random.nextBoolean() ? "" : "r")).toList();
        var overflow = any(Overflow.values(), random);
        var pipeline = new PipelineEntry(text(random), links,
                random.nextBoolean() ? Optional.empty() : Optional.of(overflow),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(5000)));
        var properties = stored(DeskConfigurations.properties(pipeline), "dkvm.pipeline~x");
        assertThat(PipelineEntry.of(properties)).isEqualTo(pipeline);
    }

    /** As a component gets them: with what ConfigAdmin and DS add; no two keys may differ in case only. */
    private static Map<String, Object> stored(Map<String, Object> properties, String pid) {
        assertThat(properties.keySet().stream().map(key -> key.toLowerCase(Locale.ROOT)).distinct())
                .hasSize(properties.size());
        var stored = new HashMap<String, Object>(properties);
        stored.put("service.pid", pid);
        stored.put("component.id", 7L);
        stored.put("component.name", "dkvm.kernel");
        return stored;
    }

    private static <T> T any(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static Object value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextDouble();
            case 2 -> random.nextBoolean();
            case 3 -> List.of(text(random), text(random)).subList(0, random.nextInt(3));
            default -> text(random);
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), ' ', 0x250).filter(c -> c != '/').collect(StringBuilder::new,
                StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static Duration duration(Random random) {
        return Duration.ofMillis(random.nextLong(1L << 40));
    }
}
