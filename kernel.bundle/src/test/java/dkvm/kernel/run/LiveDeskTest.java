// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dkvm.kernel.config.DeskChange;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.device.TestKernel;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LiveDeskTest {
    private static final String DESK = DeskLab.DESK;

    @TempDir
    Path home;

    private DeskLab lab;
    private LiveDesk desk;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        begin(false);
    }

    private void begin(boolean untilEnd) throws IOException {
        lab = new DeskLab(home, untilEnd);
        desk = lab.desk;
    }

    @AfterEach
    void end() {
        lab.close();
    }

    private static List<String> changes(Reload reload) {
        assertThat(reload).isInstanceOf(Reload.Done.class);
        return ((Reload.Done) reload).changes().stream().map(DeskChange::text).toList();
    }

    @Test
    void appliesWhatChangedAndTouchesNothingElse() throws Exception {
        lab.begin();
        long b = lab.kernel.device("b").pid().orElseThrow();
        assertThat(changes(desk.reload())).isEmpty();

        lab.followed.clear();
        lab.write(DESK.replaceFirst("\"60\"", "\"61\"").replace("pipelines:",
                "  c: {type: process, config: {command: [sleep, \"60\"]}}\npipelines:").replace("p: {from: a, to: b}",
                        "q: {from: a, to: b, capacity: 3}"));
        assertThat(changes(desk.reload())).containsExactly("device a: changed (config.command)", "device c: added",
                "pipeline p: removed", "pipeline q: added");
        assertThat(lab.followed).containsExactly("-dkvm.pipeline~p", "dkvm.device~a", "dkvm.device~c",
                "dkvm.pipeline~q");
        assertThat(desk.settled()).isTrue();
        assertThat(lab.kernel.device("b").pid()).hasValue(b);
        assertThat(lab.kernel.graph.status()).singleElement()
                .satisfies(link -> assertThat(link.pipeline()).isEqualTo("q"));
    }

    @Test
    void aBrokenFileChangesNothing() throws Exception {
        lab.begin();
        var before = desk.desk();
        lab.write(DESK.replace("to: b", "to: nowhere").replace("version: 1", "version: 1\nversin: 2"));
        var refused = desk.reload();
        assertThat(refused).isInstanceOf(Reload.Refused.class);
        assertThat(((Reload.Refused) refused).findings()).hasSize(2)
                .allMatch(line -> line.startsWith(home.resolve("desk.yaml") + ":"));
        assertThat(desk.desk()).isEqualTo(before);
        Files.delete(home.resolve("desk.yaml"));
        assertThat(desk.reload()).isInstanceOf(Reload.Refused.class);
        assertThat(lab.followed).hasSize(3);
    }

    @Test
    void aFileThatIsWrongAtTheStartIsSaid() throws Exception {
        lab.write("version: 2\n");
        assertThat(desk.begin()).singleElement().asString().contains("desk.yaml:1:10: error: version 2");
        assertThat(desk.desk()).isEmpty();
    }

    @Test
    void aRunUntilTheEndRefusesADeskWithoutOne() throws Exception {
        lab.close();
        begin(true);
        lab.begin();
        lab.write(DESK.replace("type: process, config: {command: [sleep, \"60\"], ports: {out",
                "type: process, restart: {policy: always}, config: {command: [sleep, \"60\"], ports: {out"));
        assertThat(desk.reload()).isInstanceOfSatisfying(Reload.Refused.class,
                refused -> assertThat(refused.findings()).singleElement().asString().contains("\"a\" is started anew"));
    }

    @Test
    void underOtherTypesItIsReadAsItWasAppliedNotAsItWasEditedSince() throws Exception {
        lab.begin();
        lab.write(DESK.replace("lab", "edited"));
        lab.followed.clear();
        assertThat(desk.fault(List.of())).isEmpty();
        assertThat(desk.under(List.of(), entries -> {
            assertThat(entries).isEmpty();
            assertThat(desk.settled()).as("nothing else is applied meanwhile").isFalse();
            return Optional.empty();
        })).isEmpty();
        assertThat(desk.desk().orElseThrow().name()).isEqualTo("lab");
        assertThat(lab.followed).isEmpty();
        assertThat(desk.under(List.of(), _ -> Optional.of("no good"))).contains("no good");
    }

    @Test
    void underTypesThatFindItWrongNothingIsTurned() throws Exception {
        lab.write(DESK.replace("devices:", "devices:\n  c: {type: keys, config: {file: a.txt}}"));
        lab.begin();
        var before = desk.desk();
        var jar = home.resolve("keys.jar");
        keys(jar, "name");
        assertThat(desk.under(List.of(jar), _ -> {
            throw new AssertionError("it is wrong");
        })).hasValueSatisfying(words -> assertThat(words)
                .startsWith("the desk that runs is not right with it:\n"
                        + home.resolve("desk.yaml") + ":4:")
                .contains(": error: ").contains("\"file\""));
        assertThat(desk.fault(List.of(jar))).isPresent();
        assertThat(desk.desk()).isEqualTo(before);

        keys(jar, "file");
        assertThat(desk.under(List.of(jar), entries -> {
            assertThat(entries).containsOnlyKeys("c");
            assertThat(entries.values()).singleElement().extracting(DeviceEntry::options, as(MAP))
                    .containsEntry("file", home.resolve("a.txt").toString()).containsEntry("pace", 7L);
            return Optional.empty();
        })).isEmpty();
        assertThat(lab.followed).endsWith("dkvm.device~c");
        assertThat(desk.desk().orElseThrow().devices()).anySatisfy(
                device -> assertThat(device.options()).containsEntry("pace", 7L));
    }

    /** A jar with the device type {@code keys}, which requires a path and has an option with a default. */
    private static void keys(Path jar, String option) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "demo.keys");
        manifest.getMainAttributes().putValue("Provide-Capability",
                "dkvm.device;type=keys;protocol:Long=1;facts=\"" + NoPorts.class.getName() + "\"");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("OSGI-INF/metatype/keys.xml"));
            out.write("""
                    <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0"
                        xmlns:dkvm="urn:dkvm:option:1">
                      <OCD id="keys" name="keys">
                        <AD id="OPTION" type="String" dkvm:format="PATH"/>
                        <AD id="pace" type="Long" required="false" default="7"/>
                      </OCD>
                      <Designate pid="keys"><Object ocdref="keys"/></Designate>
                    </metatype:MetaData>
                    """.replace("OPTION", option).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Of any device. */
    public static final class NoPorts implements DeviceFacts {
        /** For the kernel. */
        public NoPorts() {}

        @Override
        public List<Port> ports(Options options) {
            return List.of();
        }
    }

    @Test
    void tellsThoseWhoListenAndTakesOneFileAfterAnother() throws Exception {
        lab.begin();
        desk.listen(new LiveDesk.Listener() {
            @Override
            public void reloading() {
                told.add("begins");
                assertThat(desk.settled()).isFalse();
            }

            @Override
            public void reloaded() {
                told.add("ends");
            }
        });
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                var _ = threads.submit(() -> {
                    go.await();
                    return desk.reload();
                });
            }
            go.countDown();
        }
        assertThat(String.join(" ", told)).isEqualTo("begins ends ".repeat(5).strip());
    }

    @Test
    void whoAsksFromOutsideIsNotMadeToWait() throws Exception {
        lab.begin();
        lab.write(DESK.replace("lab", "other"));
        var request = new ReloadRequest(desk);
        request.run();
        request.run();
        TestKernel.await("the new name", () -> desk.desk().orElseThrow().name().equals("other"));
        lab.write(DESK.replace("lab", "third"));
        request.run();
        TestKernel.await("the third name", () -> desk.desk().orElseThrow().name().equals("third"));
    }
}
