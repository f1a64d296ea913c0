// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Jars that are no good, beside a desk at work: each is refused in words, and what runs goes on. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class BadJarsIT {
    private static final int CUTS = 20;
    /** What does not even come to a hand-over stops nobody; this is what a busy machine may add. */
    private static final Duration HAND_OVER = Duration.ofSeconds(1);
    /** A process that does not take over is given so long, and then the one before goes on. */
    private static final Duration ACTIVATION = Duration.ofSeconds(2);
    private static final DeviceBundle SHIPPED = DeviceBundle.shipped(DeviceBundle.KEYBOARD);

    @RegisterExtension
    final Lab lab = new Lab();

    private final Map<String, Long> pids = new LinkedHashMap<>();
    private Path desk = Path.of("");

    /** A jar that is refused, by the words that say why. */
    private static final class Bad {
        final byte[] jar;
        final String[] reason;

        Bad(byte[] jar, String... reason) {
            this.jar = jar;
            this.reason = reason;
        }

        Bad(DeviceBundle bundle, String... reason) {
            this(bundle.bytes(), reason);
        }
    }

    @BeforeEach
    void desk() throws IOException {
        Stroke.write(lab.file("input.evemu"), Stroke.typed(5000), 1000);
        desk = lab.desk("""
                devices:
                  keys: {type: dummy-keyboard-source, enabled: false, config: {file: input.evemu, loop: true}}
                  paper: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                pipelines:
                  typing: {from: keys, to: paper}
                """);
    }

    @Test
    void whatIsNoDeviceBundleIsRefusedInWords() throws Exception {
        refused(CUTS / 20);
    }

    @Test
    @Tag("soak")
    void whereverAJarIsCutItIsRefusedInWords() throws Exception {
        refused(CUTS);
    }

    private void refused(int cuts) throws Exception {
        var kernel = start();
        var all = jars(cuts);
        for (var bad : all.entrySet()) {
            DeviceBundle.put(lab.deploy().resolve(bad.getKey()), bad.getValue().jar);
        }
        for (var bad : all.entrySet()) {
            assertRefused(kernel, bad.getKey(), bad.getValue());
            assertThat(lab.deploy().resolve(bad.getKey())).doesNotExist();
        }
        assertUndisturbed(kernel, HAND_OVER);
        end(kernel);
    }

    /** By the name of the file. Each has a version of its own: the highest that is left has its turn. */
    private static Map<String, Bad> jars(int cuts) throws IOException {
        var jars = new LinkedHashMap<String, Bad>();
        var whole = SHIPPED.stamped("whole").bytes();
        for (int cut = 1; cut <= cuts; cut++) {
            jars.put("cut-" + cut + ".jar",
                    new Bad(Arrays.copyOf(whole, (int) ((long) whole.length * cut / (cuts + 1))),
                            "its end is missing"));
        }
        jars.put("empty.jar", new Bad(new byte[0], "it is empty"));
        jars.put("text.jar",
                new Bad("I am a keyboard\n".getBytes(StandardCharsets.UTF_8), "it is no zip file"));
        jars.put("no-manifest.jar", new Bad(zip(), "manifest"));
        jars.put("no-name.jar", new Bad(SHIPPED.without("Bundle-SymbolicName"), "Bundle-SymbolicName"));
        jars.put("no-device.jar", new Bad(SHIPPED.version("9.1").without(DeviceBundle.CAPABILITIES), "dkvm.device"));
        jars.put("nobody-has.jar",
                new Bad(SHIPPED.version("9.2").importing("example.nobody.has"), "example.nobody.has"));
        jars.put("slf4j.jar",
                new Bad(SHIPPED.version("9.3").importing("org.slf4j"), "org.slf4j", "only the kernel has"));
        jars.put("kernel.jar",
                new Bad(SHIPPED.version("9.4").importing("dkvm.kernel.api"), "dkvm.kernel.api", "only the kernel has"));
        jars.put("protocol.jar", new Bad(SHIPPED.version("9.5").with(DeviceBundle.CAPABILITIES,
                SHIPPED.header(DeviceBundle.CAPABILITIES).replace("protocol:Long=1", "protocol:Long=9")),
                "version 9 of the wire protocol"));
        jars.put("stranger.jar",
                new Bad(SHIPPED.named("test.stranger"), "dummy-keyboard-s", DeviceBundle.KEYBOARD));
        return jars;
    }

    private static byte[] zip() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("keyboard.txt"));
            zip.write('k');
        }
        return bytes.toByteArray();
    }

    @Test
    void aProgramThatDoesNotComeUpIsRefusedBeforeAnythingStops() throws Exception {
        var programs = new DevicePrograms(lab);
        var kernel = start();
        overwritten(kernel, new Bad(programs.rawSink(SHIPPED, "Thread.sleep(Long.MAX_VALUE);"),
                "paper", "did not say Hello within 10 s"), HAND_OVER);
        overwritten(kernel, new Bad(programs.rawSource(SHIPPED, "hello(3); System.in.read();"),
                "keys", "it speaks protocol versions 3 to 3, this kernel speaks 1"), HAND_OVER);
        overwritten(kernel, new Bad(programs.rawSource(SHIPPED, "System.exit(3);"),
                "keys", "exit status 3"), HAND_OVER);
        end(kernel);
    }

    @Test
    void aProgramThatDoesNotTakeOverIsRefusedAndTheOneBeforeGoesOn() throws Exception {
        var programs = new DevicePrograms(lab);
        var kernel = start();
        overwritten(kernel,
                new Bad(programs.sinkThatOpens(SHIPPED, "throw new java.io.IOException(\"there is no paper\");"),
                        "paper",
                        "exit status 1", "there is no paper", "what it said last is in"),
                HAND_OVER);
        assertThat(kernel.log()).contains("device.paper", "there is no paper");
        overwritten(kernel, new Bad(programs.rawSource(SHIPPED, greetingAnd("System.exit(3);")),
                "keys", "exit status 3"), HAND_OVER);
        overwritten(kernel,
                new Bad(programs.sinkThatOpens(SHIPPED, "Thread.sleep(Long.MAX_VALUE);"), "paper", "2 s"),
                ACTIVATION.plus(HAND_OVER));
        overwritten(kernel,
                new Bad(programs.rawSource(SHIPPED, greetingAnd("Thread.sleep(Long.MAX_VALUE);")), "keys", "2 s"),
                ACTIVATION.plus(HAND_OVER));
        overwritten(kernel,
                new Bad(programs.sourceThatRuns(SHIPPED, "throw new java.io.IOException(\"there is no key\");"), "keys",
                        "exit status 1", "there is no key", "what it said last is in"),
                HAND_OVER.plus(ACTIVATION));
        overwritten(kernel,
                new Bad(programs.sourceThatRuns(SHIPPED, "while (true) { Thread.onSpinWait(); }"), "keys",
                        "its work has stood still"),
                HAND_OVER.plus(ACTIVATION));
        end(kernel);
    }

    /** Is ready, and does this when it is to take over. */
    private static String greetingAnd(String statements) {
        return """
                hello(1);
                var frames = new FrameBuffer();
                while (frames.fill(System.in)) {
                    while (frames.next()) {
                        var message = Envelope.parser().parseFrom(frames.array(), frames.offset(), frames.length());
                        if (message.hasWelcome()) {
                            say(Envelope.newBuilder().setReady(Ready.getDefaultInstance()));
                        } else if (message.hasActivate()) {
                            %s
                        }
                    }
                }
                """.formatted(statements);
    }

    /** The desk at work, run from a jar of the watched folder. */
    private Kernel start() throws IOException {
        var good = SHIPPED.stamped("good").bytes();
        DeviceBundle.put(lab.deploy().resolve("keys.jar"), good);
        var kernel = lab.start(desk);
        Bundles.awaitActive(kernel, DeviceBundle.KEYBOARD, Bundles.hash(good));
        kernel.awaitRunning("paper");
        assertThat(kernel.ask("start", "keys")).hasValue("");
        for (var device : List.of("keys", "paper")) {
            pids.put(device, kernel.awaitRunning(device).pid());
        }
        Await.until("events", () -> Links.number(kernel.links().to("paper.keys"), "out") > 0);
        return kernel;
    }

    /** A jar takes the place of the good one, is refused, and the good one is there again. */
    private void overwritten(Kernel kernel, Bad bad, Duration pause) throws IOException {
        var file = lab.deploy().resolve("keys.jar");
        var good = Bundles.hash(file);
        DeviceBundle.put(file, bad.jar);
        assertRefused(kernel, "keys.jar", bad);
        Await.until("the good one in its place", () -> Bundles.hash(file).equals(good));
        Bundles.awaitActive(kernel, DeviceBundle.KEYBOARD, good);
        assertUndisturbed(kernel, pause);
    }

    private void assertRefused(Kernel kernel, String name, Bad bad) throws IOException {
        var rejected = Bundles.awaitRejected(kernel, lab.deploy(), name, Bundles.hash(bad.jar));
        var file = lab.deploy().resolve("rejected").resolve(name);
        var reason = Files.readString(file.resolveSibling(name + ".reason"));
        assertThat(reason).contains(bad.reason);
        assertThat(Bundles.text(rejected, "reason")).contains(bad.reason);
        assertThat(kernel.log()).contains(name).contains(bad.reason);
    }

    /** The same processes go on, nothing was lost, and no event ever waited for longer. */
    private void assertUndisturbed(Kernel kernel, Duration pause) {
        pids.forEach((device, pid) -> assertThat(kernel.awaitRunning(device).pid()).as(device).isEqualTo(pid));
        long now = Links.number(kernel.links().to("paper.keys"), "out");
        Await.until("more events", () -> Links.number(kernel.links().to("paper.keys"), "out") > now);
        var link = kernel.links().balanced().to("paper.keys");
        assertThat(link.getAsJsonObject("dropped").asMap().values()).as("%s", link)
                .allMatch(dropped -> dropped.getAsLong() == 0);
        assertThat(link.getAsJsonObject("latency_us").get("max").getAsDouble() / 1000).as("longest delay, ms")
                .isLessThan((double) pause.toMillis());
    }

    private void end(Kernel kernel) throws Exception {
        FaultyDesk.awaitNobodyElse(lab, kernel);
        assertThat(kernel.ask("stop", "keys")).hasValue("");
        Await.until("all processed", () -> {
            var link = kernel.links().balanced().to("paper.keys");
            return Links.number(link, "out") == Links.number(link, "in");
        });
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
        assertThat(Stroke.held(Stroke.read(lab.file("out.evemu")))).isEmpty();
    }
}
