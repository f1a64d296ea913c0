// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.OptionSpec.Format;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Stand-ins for the types of the shipped bundles, with the options of contract section 3 that tests use. */
final class TestTypes {
    private TestTypes() {}

    static final DeviceTypes ALL = DeviceTypes.of(List.of( //
            type("dummy-keyboard-source", recording(Port.out("keys", StreamKind.KEYBOARD)), //
                    file(), speed(), loop()), //
            type("dummy-keyboard-sink", recording(Port.in("keys", StreamKind.KEYBOARD)), file()), //
            type("dummy-mouse-source", recording(Port.out("pointer", StreamKind.POINTER)), file(), speed(), loop()), //
            type("dummy-mouse-sink", recording(Port.in("pointer", StreamKind.POINTER)), file()), //
            type("dummy-display-source", new Pattern(), //
                    number("width", 1280).between(1, 16_384), number("height", 720).between(1, 16_384), //
                    number("frames", 0).between(0, Long.MAX_VALUE), choice("pattern", "bars", "random"), //
                    OptionSpec.of("rate", OptionSpec.Type.DECIMAL, Format.NONE, false), //
                    OptionSpec.of("seed", OptionSpec.Type.NUMBER, Format.NONE, false)), //
            type("dummy-display-sink", recording(Port.in("video", StreamKind.DISPLAY)), //
                    OptionSpec.of("directory", OptionSpec.Type.TEXT, Format.PATH, true), //
                    choice("format", "png", "ppm", "raw"), number("every", 1)), //
            type("dummy-audio-source", recording(Port.out("audio", StreamKind.AUDIO)), //
                    OptionSpec.of("duration", OptionSpec.Type.TEXT, Format.DURATION, false), //
                    OptionSpec.of("period", OptionSpec.Type.TEXT, Format.DURATION, false).withDefault("10ms")
                            .between(1, 1000)), //
            type("switch",
                    recording(Port.out("a", StreamKind.KEYBOARD), Port.out("b", StreamKind.POINTER),
                            Port.in("a", StreamKind.KEYBOARD), Port.in("b", StreamKind.POINTER)), //
                    OptionSpec.of("trusted", OptionSpec.Type.TEXT, Format.NONE, false).asList(), //
                    OptionSpec.of("files", OptionSpec.Type.TEXT, Format.PATH, false).asList(), //
                    OptionSpec.of("listen", OptionSpec.Type.TEXT, Format.HOST_PORT, false), //
                    OptionSpec.of("cache", OptionSpec.Type.TEXT, Format.SIZE, false).withDefault("64KiB").between(0,
                            1L << 40)), //
            type("merger", recording(Port.in("a", StreamKind.KEYBOARD), Port.in("b", StreamKind.KEYBOARD))), //
            type("broken", new Failing())));

    static DeviceType type(String name, DeviceFacts facts, OptionSpec... options) {
        var byName = new LinkedHashMap<String, OptionSpec>();
        for (var option : options) {
            byName.put(option.name(), option);
        }
        return new DeviceType(name, "", byName, facts, "dkvm.test", "1.0.0");
    }

    private static DeviceFacts recording(Port... ports) {
        return new Recording(List.of(ports));
    }

    private static OptionSpec file() {
        return OptionSpec.of("file", OptionSpec.Type.TEXT, Format.PATH, true);
    }

    private static OptionSpec speed() {
        return OptionSpec.of("speed", OptionSpec.Type.DECIMAL, Format.NONE, false).withDefault("1.0").between(0, 1000);
    }

    private static OptionSpec loop() {
        return OptionSpec.of("loop", OptionSpec.Type.FLAG, Format.NONE, false).withDefault("false");
    }

    private static OptionSpec number(String name, long otherwise) {
        return OptionSpec.of(name, OptionSpec.Type.NUMBER, Format.NONE, false).withDefault(Long.toString(otherwise));
    }

    private static OptionSpec choice(String name, String... choices) {
        return new OptionSpec(name, OptionSpec.Type.TEXT, Format.NONE, false, false, List.of(choices[0]),
                Optional.empty(),
                Optional.empty(), List.of(choices), "");
    }

    /** Fixed ports; endless with {@code loop}. */
    record Recording(List<Port> list) implements DeviceFacts {
        @Override
        public List<Port> ports(Options options) {
            return list;
        }

        @Override
        public boolean endless(Options options) {
            return options.flag("loop");
        }
    }

    /** Endless without {@code frames}; its size must be even. */
    record Pattern() implements DeviceFacts {
        @Override
        public List<Port> ports(Options options) {
            return List.of(Port.out("video", StreamKind.DISPLAY));
        }

        @Override
        public boolean endless(Options options) {
            return options.number("frames") == 0;
        }

        @Override
        public OptionalLong slotBytes(Options options, String output) {
            return OptionalLong.of(options.number("width") * options.number("height") * 4);
        }

        @Override
        public List<Problem> validate(Options options) {
            return options.number("width") % 2 == 0
                    ? List.of()
                    : List.of(new Problem("width", "must be even; take the next number"));
        }
    }

    /** Code of somebody else. */
    record Failing() implements DeviceFacts {
        @Override
        public List<Port> ports(Options options) {
            throw new UnsupportedOperationException("not today");
        }
    }

    static Checked read(String text) {
        return read(text, Map.of());
    }

    static Checked read(String text, Map<String, String> environment) {
        return new DeskReader(ALL, environment).read(Path.of("/desk/desk.yaml"), text, false);
    }

    /** The findings of a text, each as {@code LINE:COLUMN severity message}. */
    static List<String> findings(String text) {
        return lines(read(text));
    }

    static List<String> lines(Checked checked) {
        return checked.findings().stream().map(f -> f.position() + " " + f.severity().id() + " " + f.message())
                .toList();
    }

    /** The options of the only device of a file that has no fault. */
    static Map<String, Object> options(String device) {
        var checked = read("version: 1\ndevices:\n  d: " + device + "\n");
        var desk = checked.desk().orElseThrow(() -> new AssertionError(lines(checked)));
        return desk.devices().getFirst().options();
    }
}
