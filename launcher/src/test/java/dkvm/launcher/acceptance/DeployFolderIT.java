// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dkvm.launcher.place.Home;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Whatever happens to jars in the watched folder: the content of the folder decides what runs, and nothing else does. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class DeployFolderIT {
    private static final int MANY = 200;
    private static final DeviceBundle SHIPPED = DeviceBundle.shipped(DeviceBundle.KEYBOARD);
    /** A type that the distribution does not have. */
    private static final DeviceBundle OTHER = Target.source("keyboard").bundle();
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @RegisterExtension
    final Lab lab = new Lab();

    private Path desk(String source) throws IOException {
        Stroke.write(lab.file("input.evemu"), Stroke.typed(500), 1000);
        return lab.desk("""
                devices:
                  keys: {type: %s, config: {file: input.evemu, loop: true}}
                  paper: {type: dummy-keyboard-sink, config: {file: out.evemu}}
                pipelines:
                  typing: {from: keys, to: paper}
                """.formatted(source));
    }

    @Test
    void theFirstJarOfATypeBringsItsDevicesUpAndTheLastOneTakesThemDown() throws Exception {
        var kernel = lab.start(desk("other-keyboard-source"));
        kernel.awaitState("keys", "WAITING");
        kernel.awaitRunning("paper");
        var file = lab.deploy().resolve("other.jar");

        OTHER.write(file);
        kernel.awaitRunning("keys");
        flows(kernel);
        Files.delete(file);
        kernel.awaitState("keys", "WAITING");
        Bundles.await(kernel, "no other.jar", bundles -> absent(bundles, "other.jar"));
        OTHER.write(file);
        kernel.awaitRunning("keys");
        flows(kernel);

        assertThat(kernel.device("keys").orElseThrow().get("restarts").getAsLong()).isZero();
        end(kernel);
    }

    @Test
    void aJarStandsOverTheShippedOneAsLongAsItIsThere() throws Exception {
        var kernel = lab.start(desk("dummy-keyboard-source"));
        var shipped = Bundles.hash(DeviceBundle.shippedJar(DeviceBundle.KEYBOARD));
        runsFrom(kernel, shipped);
        var file = lab.deploy().resolve("keys.jar");
        var jar = SHIPPED.stamped("one").bytes();

        DeviceBundle.put(file, jar);
        runsFrom(kernel, Bundles.hash(jar));
        Bundles.await(kernel, "the shipped one SHADOWED", bundles -> bundles.all().stream()
                .filter(bundle -> Bundles.text(bundle, "hash").equals(shipped)
                        && Bundles.text(bundle, "state").equals("SHADOWED"))
                .findFirst());
        Files.delete(file);
        runsFrom(kernel, shipped);
        DeviceBundle.put(file, jar);
        runsFrom(kernel, Bundles.hash(jar));
        end(kernel);
    }

    @Test
    void neitherANameNorATimeMakesAJarAnother() throws Exception {
        var file = lab.deploy().resolve("keys.jar");
        var jar = SHIPPED.stamped("one").bytes();
        DeviceBundle.put(file, jar);
        var kernel = lab.start(desk("dummy-keyboard-source"));
        runsFrom(kernel, Bundles.hash(jar));
        // Devices that were just starting have handed over: begun anew, they would have lost something.
        var link = kernel.links().to("paper.keys");
        assertThat(link.getAsJsonObject("dropped").asMap().values()).as("%s", link)
                .allMatch(dropped -> dropped.getAsLong() == 0);
        var pids = pids(kernel);

        var renamed = Files.move(file, lab.deploy().resolve("renamed.jar"), StandardCopyOption.ATOMIC_MOVE);
        Bundles.awaitState(kernel, "renamed.jar", "ACTIVE");
        Bundles.await(kernel, "no keys.jar", bundles -> absent(bundles, "keys.jar"));
        Files.setLastModifiedTime(renamed, FileTime.from(Instant.now().plusSeconds(1000)));
        // Once this jar was refused, those changes were seen, too.
        DeviceBundle.put(lab.deploy().resolve("bad.jar"), SHIPPED.without(DeviceBundle.CAPABILITIES).bytes());
        Bundles.awaitState(kernel, "bad.jar", "REJECTED");
        assertThat(pids(kernel)).isEqualTo(pids);

        // Other bytes, as many of them, that are older.
        var other = SHIPPED.stamped("two").bytes();
        assertThat(other).hasSameSizeAs(jar);
        var older = Files.write(lab.file("older.jar"), other);
        Files.setLastModifiedTime(older, FileTime.from(Instant.EPOCH.plusSeconds(1_000_000_000)));
        Files.move(older, renamed, StandardCopyOption.ATOMIC_MOVE);
        runsFrom(kernel, Bundles.hash(other));
        assertThat(pids(kernel)).doesNotContainAnyElementsOf(pids);
        end(kernel);
    }

    @Test
    void ofTwoVersionsTheHigherOneRuns() throws Exception {
        var kernel = lab.start(desk("dummy-keyboard-source"));
        long generation = generation(kernel);
        var higher = SHIPPED.version("10.0").bytes();
        var lower = SHIPPED.version("9.0").bytes();

        both(lab.deploy(), higher, lower);
        runsFrom(kernel, Bundles.hash(higher));
        var shadowed = Bundles.awaitState(kernel, "lower.jar", "SHADOWED");
        assertThat(Bundles.text(shadowed, "reason")).contains("10.0.0", "higher.jar");
        assertThat(generation(kernel)).isEqualTo(generation + 1);

        Files.delete(lab.deploy().resolve("higher.jar"));
        runsFrom(kernel, Bundles.hash(lower));
        assertThat(generation(kernel)).isEqualTo(generation + 2);
        end(kernel);
    }

    /** As if at once: no poll of the folder comes between. */
    private void both(Path folder, byte[] higher, byte[] lower) throws IOException {
        var one = Files.write(lab.file("higher.jar"), higher);
        var two = Files.write(lab.file("lower.jar"), lower);
        Files.move(two, folder.resolve("lower.jar"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(one, folder.resolve("higher.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    @ResourceLock("/dev/shm")
    void theFolderMayLieOnAnotherFileSystem() throws Exception {
        var folder = Files.createTempDirectory(SHARED_MEMORY, "deploy");
        try {
            FileStore there = Files.getFileStore(folder);
            assertThat(there).isNotEqualTo(Files.getFileStore(lab.file(".")));
            var kernel = lab.start("--deploy", folder, desk("dummy-keyboard-source"));
            var good = SHIPPED.stamped("good").bytes();
            var file = DeviceBundle.put(folder.resolve("keys.jar"), good);
            runsFrom(kernel, Bundles.hash(good));

            DeviceBundle.put(file, SHIPPED.without(DeviceBundle.CAPABILITIES).bytes());
            Bundles.awaitState(kernel, "keys.jar", "REJECTED");
            assertThat(folder.resolve("rejected/keys.jar.reason")).content().contains("dkvm.device");
            Await.until("the good one in its place", () -> Bundles.hash(file).equals(Bundles.hash(good)));
            runsFrom(kernel, Bundles.hash(good));

            Files.delete(file);
            runsFrom(kernel, Bundles.hash(DeviceBundle.shippedJar(DeviceBundle.KEYBOARD)));
            assertThat(lab.home().resolve("deploy/keys.jar")).doesNotExist();
            end(kernel);
        } finally {
            Home.delete(folder);
        }
    }

    @Test
    @Tag("soak")
    void ofTwoHundredJarsTheHighestVersionRunsAtOnce() throws Exception {
        var kernel = lab.start(desk("dummy-keyboard-source"));
        long generation = generation(kernel);
        var jars = new ArrayList<Path>();
        for (int i = 1; i <= MANY; i++) {
            jars.add(SHIPPED.small().version("2." + i).write(lab.file("many/keys-" + i + ".jar")));
        }
        var highest = Bundles.hash(jars.getLast());

        moveAll(jars);

        runsFrom(kernel, highest);
        Bundles.awaitState(kernel, "keys-1.jar", "SHADOWED");
        assertThat(Bundles.of(kernel).all().stream().filter(bundle -> !bundle.get("file").isJsonNull())).hasSize(MANY)
                .filteredOn(bundle -> !Bundles.text(bundle, "state").equals("SHADOWED")).hasSize(1);
        assertThat(generation(kernel)).isEqualTo(generation + 1);
        end(kernel);
    }

    @Test
    void tenTypesAtOnceAreOffered() throws Exception {
        types(MANY / 20);
    }

    @Test
    @Tag("soak")
    void twoHundredTypesAtOnceAreOffered() throws Exception {
        types(MANY);
    }

    private void types(int count) throws Exception {
        // Each its own, and all as long as the one they are made from.
        var jars = new ArrayList<Path>();
        for (int i = 0; i < count; i++) {
            var type = "keyboard-source-%05d".formatted(i);
            jars.add(SHIPPED.small().named("test.keyboard." + i)
                    .only("dummy-keyboard-source", "KeyboardSourceBridge", type)
                    .write(lab.file("many/%d.jar".formatted(i))));
        }
        var kernel = lab.start(desk("keyboard-source-%05d".formatted(count - 1)));
        kernel.awaitState("keys", "WAITING");

        moveAll(jars);

        for (int i = 0; i < count; i++) {
            Bundles.awaitState(kernel, i + ".jar", "ACTIVE");
        }
        kernel.awaitRunning("keys");
        flows(kernel);
        assertThat(kernel.ask("types").orElseThrow()).contains("keyboard-source-00000");
        end(kernel);
    }

    private void moveAll(List<Path> jars) throws IOException {
        for (var jar : jars) {
            Files.move(jar, lab.deploy().resolve(jar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Optional<JsonObject> absent(Bundles bundles, String file) {
        return bundles.file(file).isPresent() ? Optional.empty() : Optional.of(new JsonObject());
    }

    private static List<Long> pids(Kernel kernel) {
        return List.of(kernel.awaitRunning("keys").pid(), kernel.awaitRunning("paper").pid());
    }

    private static long generation(Kernel kernel) {
        return Links.number(kernel.awaitState("keys", "RUNNING"), "generation");
    }

    /** The folder, the kernel and the system agree that both devices run from this content. */
    private static void runsFrom(Kernel kernel, String hash) throws IOException {
        Bundles.awaitActive(kernel, DeviceBundle.KEYBOARD, hash);
        for (long pid : pids(kernel)) {
            assertThat(ClassPaths.of(pid)).anyMatch(jar -> jar.endsWith(hash + ".jar"));
        }
        flows(kernel);
    }

    private static void flows(Kernel kernel) {
        long now = Links.number(kernel.links().to("paper.keys"), "out");
        Await.until("events", () -> Links.number(kernel.links().to("paper.keys"), "out") > now);
    }

    /** Nothing was lost on the way, whatever ran. */
    private void end(Kernel kernel) throws Exception {
        var link = kernel.links().balanced().to("paper.keys");
        assertThat(Links.dropped(link, "lost")).as("%s", link).isZero();
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
        assertThat(kernel.log()).doesNotContain(" ERROR ");
        assertThat(Stroke.held(Stroke.read(lab.file("out.evemu")))).isEmpty();
    }
}
