// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Programs in the place of the keyboard devices' own, compiled from source text into a copy of their bundle. */
final class DevicePrograms {
    private static final String SINK = """
            package dkvm.device.dummy.keyboard;

            import dkvm.sdk.*;
            import dkvm.sdk.event.StreamKind;

            public final class KeyboardSinkMain implements Sink {
                public static void main(String[] arguments) throws Exception {
                    Device.of("dummy-keyboard-sink").input("keys", StreamKind.KEYBOARD)
                            .sink(context -> new KeyboardSinkMain()).run();
                }

                @Override
                public void open(Session session) throws Exception {
                    STATEMENTS
                }

                @Override
                public void receive(Received event) {}
            }
            """;
    private static final String SOURCE = """
            package dkvm.device.dummy.keyboard;

            import dkvm.sdk.*;
            import dkvm.sdk.event.StreamKind;

            public final class KeyboardSourceMain implements Source {
                public static void main(String[] arguments) throws Exception {
                    Device.of("dummy-keyboard-source").output("keys", StreamKind.KEYBOARD).resumable()
                            .source(context -> new KeyboardSourceMain()).run();
                }

                @Override
                public void run(Session session) throws Exception {
                    STATEMENTS
                }
            }
            """;
    /** Speaks for itself, without what the SDK would see to. */
    private static final String RAW = """
            package dkvm.device.dummy.keyboard;

            import dkvm.sdk.wire.*;
            import dkvm.sdk.wire.v1.*;

            public final class %1$s {
                public static void main(String[] arguments) throws Exception {
                    %2$s
                }

                static void hello(int version) throws Exception {
                    System.out.write(Wire.preamble());
                    say(Envelope.newBuilder().setHello(Hello.newBuilder().setMinVersion(version).setMaxVersion(version)
                            .setType("%3$s").setResumable(true).addPorts(Port.newBuilder().setName("keys")
                                    .setDirection(Direction.%4$s).setKind(Kind.KEYBOARD))));
                }

                static void say(Envelope.Builder message) throws Exception {
                    message.build().writeDelimitedTo(System.out);
                    System.out.flush();
                }
            }
            """;

    private final Path folder;
    private int compiled;

    /** @param lab in whose folder they are compiled */
    DevicePrograms(Lab lab) {
        folder = lab.file("programs");
    }

    /** The bundle with a sink whose {@code open} does this. */
    DeviceBundle sinkThatOpens(DeviceBundle bundle, String statements) throws IOException {
        return with(bundle, "KeyboardSinkMain", SINK.replace("STATEMENTS", statements));
    }

    /** The bundle with a source whose {@code run} does this. */
    DeviceBundle sourceThatRuns(DeviceBundle bundle, String statements) throws IOException {
        return with(bundle, "KeyboardSourceMain", SOURCE.replace("STATEMENTS", statements));
    }

    /** The bundle with a sink that does this and nothing else; there are {@code hello(version)} and {@code say(message)}. */
    DeviceBundle rawSink(DeviceBundle bundle, String statements) throws IOException {
        return with(bundle, "KeyboardSinkMain",
                RAW.formatted("KeyboardSinkMain", statements, "dummy-keyboard-sink", "IN"));
    }

    /** The bundle with a source that does this and nothing else. */
    DeviceBundle rawSource(DeviceBundle bundle, String statements) throws IOException {
        return with(bundle, "KeyboardSourceMain",
                RAW.formatted("KeyboardSourceMain", statements, "dummy-keyboard-source", "OUT"));
    }

    private DeviceBundle with(DeviceBundle bundle, String name, String source) throws IOException {
        var out = Files.createDirectories(folder.resolve(String.valueOf(++compiled)));
        var text = Files.writeString(out.resolve(name + ".java"), source);
        var compiler = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-d", out.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            if (!compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(text)).call()) {
                throw new AssertionError(errors.toString());
            }
        }
        var all = bundle;
        try (var classes = Files.walk(out)) {
            for (var file : classes.filter(file -> file.toString().endsWith(".class")).toList()) {
                all = all.entry(out.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return all;
    }
}
