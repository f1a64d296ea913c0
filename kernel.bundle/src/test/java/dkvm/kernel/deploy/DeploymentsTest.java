// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static dkvm.kernel.deploy.TestFramework.jar;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.BundleStatus;
import dkvm.kernel.deploy.Deployments.Outcome;
import dkvm.kernel.device.TestBridges;
import dkvm.kernel.device.TestKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The driver in a real framework, with devices that are processes; what becomes of running ones is in the launcher's tests. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class DeploymentsTest {
    private static final String KEYS = "demo.keys";
    private static final List<String> GOOD = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-Xlog:all=warning:stderr", "-cp",
            System.getProperty("java.class.path"), AnyDevice.class.getName());
    private static final List<String> BAD = List.of("sh", "-c", "echo no luck >&2; exit 3");

    @TempDir
    Path home;

    private TestFramework framework;
    private TestKernel kernel;
    private Deployments deployments;

    @BeforeEach
    void begin() throws Exception {
        framework = new TestFramework(home);
        framework.commands.put(KEYS, GOOD);
        kernel = new TestKernel(home);
        deployments = deployments();
    }

    private Deployments deployments() throws Exception {
        return new Deployments(framework.context(), new TestBridges(framework.context()).replacements(kernel.devices),
                kernel.devices);
    }

    /** What is installed by now is shipped. */
    private void watch() throws Exception {
        deployments = deployments();
        deployments.begin();
        deployments.watch();
    }

    @AfterEach
    void end() throws Exception {
        deployments.stop();
        kernel.close();
        framework.close();
    }

    private static Outcome answer(CompletableFuture<Outcome> asked) throws Exception {
        return asked.get(60, TimeUnit.SECONDS);
    }

    private static String done(CompletableFuture<Outcome> asked) throws Exception {
        return answer(asked) instanceof Outcome.Done done ? done.text() : String.valueOf(answer(asked));
    }

    private static String refused(CompletableFuture<Outcome> asked) throws Exception {
        return answer(asked) instanceof Outcome.Refused refused ? refused.reason() : String.valueOf(answer(asked));
    }

    private Path file(String name, TestJar jar) throws IOException {
        return jar.write(home.resolve(name));
    }

    private List<String> status() {
        return deployments.status().stream().map(each -> String.join(" ", each.bundle(), each.version(), each.state(),
                each.origin(), each.file().orElse("-"))).toList();
    }

    private Path deployed(String name) {
        return framework.deploy.resolve(name);
    }

    @Test
    void aJarIsInstalledReplacedAndTakenAway() throws Exception {
        watch();
        assertThat(done(deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys"))))).isEqualTo(
                "demo.keys 1.0.0 from k.jar runs");
        assertThat(status()).containsExactly("demo.keys 1.0.0 ACTIVE deployed k.jar");
        assertThat(deployments.deviceJars()).singleElement().satisfies(jar -> assertThat(jar).startsWith(
                home.resolve("store")));

        assertThat(done(deployments.install(file("other.jar", jar(KEYS, "1.0.0", "keys").entry("demo/more", "new")))))
                .isEqualTo("demo.keys 1.0.0 from k.jar runs");
        assertThat(done(deployments.install(home.resolve("other.jar")))).isEqualTo(
                "demo.keys 1.0.0 from k.jar runs already");
        assertThat(framework.versions(KEYS)).containsExactly("1.0.0");
        assertThat(deployed("other.jar")).doesNotExist();
        assertThat(refused(deployments.install(file("old.jar", jar(KEYS, "0.9.0", "keys"))))).startsWith(
                "k.jar holds demo.keys 1.0.0, which is higher than 0.9.0");
        assertThat(home.resolve("store/good.json")).content().contains("\"k.jar\"");

        assertThat(done(deployments.restart(KEYS))).isEqualTo("demo.keys 1.0.0 is restarted");

        assertThat(done(deployments.uninstall(KEYS))).isEqualTo(
                "demo.keys 1.0.0 is gone: devices of its types wait");
        assertThat(framework.versions(KEYS)).isEmpty();
        assertThat(deployed("k.jar")).doesNotExist();
        assertThat(deployments.deviceJars()).isEmpty();
        assertThat(home.resolve("store/good.json")).content().doesNotContain("k.jar");
    }

    @Test
    void theShippedBundleStandsUnderTheJarAndComesBack() throws Exception {
        framework.install(jar(KEYS, "2.0.0", "keys")).start();
        watch();
        assertThat(refused(deployments.uninstall(KEYS))).startsWith("demo.keys is shipped with the kernel and stays");
        assertThat(done(deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys"))))).isEqualTo(
                "demo.keys 1.0.0 from k.jar runs");
        assertThat(status()).containsExactly("demo.keys 2.0.0 SHADOWED shipped -",
                "demo.keys 1.0.0 ACTIVE deployed k.jar");

        Files.delete(deployed("k.jar"));
        TestKernel.await("the shipped one", () -> status().equals(List.of("demo.keys 2.0.0 ACTIVE shipped -")));
        assertThat(framework.versions(KEYS)).containsExactly("2.0.0");
        assertThat(refused(deployments.restart("demo.kyes"))).isEqualTo(
                "there is no device bundle \"demo.kyes\"; did you mean \"demo.keys\"");
    }

    @Test
    void aFileWithTheShippedContentIsTheShippedBundleAndLeavesItWhereItIs() throws Exception {
        var shipped = jar(KEYS, "2.0.0", "keys");
        framework.install(shipped).start();
        watch();
        file("deploy/k.jar", shipped);
        TestKernel.await("the file", () -> status().contains("demo.keys 2.0.0 ACTIVE deployed k.jar"));
        Files.delete(deployed("k.jar"));
        TestKernel.await("the shipped one", () -> status().equals(List.of("demo.keys 2.0.0 ACTIVE shipped -")));
        assertThat(framework.versions(KEYS)).containsExactly("2.0.0");
    }

    @Test
    void whatIsNoGoodIsRefusedWithItsReasonAndLeavesNothing() throws Exception {
        watch();
        framework.commands.put("demo.bad", BAD);
        assertThat(refused(deployments.install(file("bad.jar", jar("demo.bad", "1.0.0", "bad")))))
                .startsWith("bad: ").contains("3");
        assertThat(refused(deployments.install(file("none.jar", jar("demo.none", "1.0.0", "none"))))).startsWith(
                "it declares none, but registers no bridge for that");
        assertThat(refused(deployments.install(file("slf.jar",
                jar(KEYS, "1.0.0", "keys").header("Import-Package", "org.slf4j"))))).startsWith(
                        "it imports org.slf4j, which only the kernel has");
        assertThat(framework.bundles()).hasSize(3);
        assertThat(deployed("rejected/bad.jar.reason")).content().contains("bad.jar is not taken: bad: ");
        assertThat(deployed("rejected/none.jar")).exists();
        assertThat(deployments.status()).extracting(BundleStatus::state).containsOnly("REJECTED");
        assertThat(deployments.status()).allSatisfy(each -> assertThat(each.reason()).isPresent());
    }

    @Test
    void aBridgeThatNeverComesUpHoldsNoDeviceUp() throws Exception {
        watch();
        framework.commands.put("demo.bad", TestFramework.HANGS);

        assertThat(refused(deployments.install(file("bad.jar", jar("demo.bad", "1.0.0", "bad"))))).isEqualTo(
                "its bridge takes longer than 5 s");
        kernel.devices.settled().get(1, TimeUnit.SECONDS);
        assertThat(framework.versions("demo.bad")).isEmpty();
    }

    @Test
    void aBadFileLeavesTheGoodOneRunningAndInItsPlace() throws Exception {
        watch();
        done(deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys"))));
        var good = Files.readAllBytes(deployed("k.jar"));
        Files.write(deployed("k.jar"), jar(KEYS, "1.1.0", "keys").header("Import-Package", "gone").bytes());
        TestKernel.await("the refusal", () -> Files.exists(deployed("rejected/k.jar.reason")));
        TestKernel.await("the good content in its place", () -> isContent(deployed("k.jar"), good));
        TestKernel.await("the good one", () -> status().contains("demo.keys 1.0.0 ACTIVE deployed k.jar"));
        assertThat(framework.versions(KEYS)).containsExactly("1.0.0");
    }

    private static boolean isContent(Path file, byte[] content) {
        try {
            return Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNoJarIsSaidAtOnce() throws Exception {
        watch();
        var pipe = home.resolve("pipe.jar");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThat(refused(deployments.install(pipe))).isEqualTo(pipe + " is no file; name a jar");
        assertThat(refused(deployments.install(home))).isEqualTo(home + " is a folder; name a jar in it");
        assertThat(refused(deployments.install(home.resolve("gone.jar")))).isEqualTo(
                "there is no file " + home.resolve("gone.jar"));
        var text = Files.writeString(home.resolve("text.jar"), "text");
        assertThat(refused(deployments.install(text))).startsWith(text + ": it is no zip file");
        assertThat(refused(deployments.install(file("k.zip", jar(KEYS, "1.0.0", "keys"))))).isEqualTo(
                "the watched folder takes files called NAME.jar; rename k.zip");
        assertThat(framework.deploy).isEmptyDirectory();
    }

    @Test
    void twoInstallsAtOnceAreDoneOneAfterTheOther() throws Exception {
        watch();
        framework.commands.put("demo.more", GOOD);
        var keys = deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys")));
        var more = deployments.install(file("m.jar", jar("demo.more", "1.0.0", "more")));
        var same = deployments.install(file("m2.jar", jar("demo.thief", "1.0.0", "keys")));
        assertThat(done(keys)).isEqualTo("demo.keys 1.0.0 from k.jar runs");
        assertThat(done(more)).isEqualTo("demo.more 1.0.0 from m.jar runs");
        assertThat(refused(same)).startsWith("it offers device type \"keys\", which bundle demo.keys has");
    }

    @Test
    void whatRanLastRunsAtOnceWithoutATrialWhereItHasAFile() throws Exception {
        watch();
        done(deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys"))));
        framework.commands.put("demo.more", GOOD);
        done(deployments.install(file("m.jar", jar("demo.more", "1.0.0", "more"))));
        deployments.stop();
        framework.close();
        // Cut as by a copy that was not finished, and gone.
        Files.write(deployed("k.jar"), new byte[10]);
        Files.delete(deployed("m.jar"));

        framework = new TestFramework(home);
        framework.commands.put(KEYS, BAD);
        deployments = deployments();
        deployments.begin();
        assertThat(status()).containsExactly("demo.keys 1.0.0 ACTIVE deployed k.jar");
        assertThat(framework.versions("demo.more")).isEmpty();
        assertThat(deployments.deviceJars()).hasSize(1);
    }

    @Test
    void whatAKilledKernelLeftUnfinishedIsRemoved() throws Exception {
        var left = List.of(deployed(".k.jar.part"), deployed("rejected/.k.jar.reason.part"),
                home.resolve("store/.good.json.part"));
        for (var file : left) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "half");
        }
        watch();

        assertThat(left).noneMatch(Files::exists);
    }

    @Test
    void whatRanLastRunsUntilWhatIsInItsFileNowIsProven() throws Exception {
        watch();
        done(deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys"))));
        deployments.stop();
        framework.close();
        jar(KEYS, "2.0.0", "keys").write(deployed("k.jar"));

        framework = new TestFramework(home);
        framework.commands.put(KEYS, GOOD);
        deployments = deployments();
        deployments.begin();
        assertThat(status()).containsExactly("demo.keys 1.0.0 ACTIVE deployed k.jar");
        deployments.watch();
        TestKernel.await("2.0.0", () -> status().equals(List.of("demo.keys 2.0.0 ACTIVE deployed k.jar")));
    }

    @Test
    void whatWasTakenAwayDoesNotComeBackForABadFileOfItsName() throws Exception {
        watch();
        done(deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys"))));
        deployments.stop();
        framework.close();
        framework = new TestFramework(home);
        framework.commands.put(KEYS, GOOD);
        watch();
        Files.delete(deployed("k.jar"));
        TestKernel.await("its end", () -> framework.versions(KEYS).isEmpty());
        Files.writeString(deployed("k.jar.part"), "no jar");
        Files.write(deployed("k.jar"), jar(KEYS, "2.0.0", "keys").header("Import-Package", "gone").bytes());
        TestKernel.await("the refusal", () -> Files.exists(deployed("rejected/k.jar")));
        TestKernel.await("the look after it", () -> status().equals(List.of("  REJECTED deployed k.jar")));
        assertThat(deployed("k.jar")).doesNotExist();
    }

    @Test
    void whatDoesNotStartAgainIsOutAndItsFileIsJudgedAnew() throws Exception {
        watch();
        done(deployments.install(file("k.jar", jar(KEYS, "2.0.0", "keys"))));
        deployments.stop();
        framework.close();
        framework = new TestFramework(home);
        framework.commands.put(KEYS, GOOD);
        framework.install(jar(KEYS, "1.0.0", "keys")).start();
        watch();
        assertThat(status()).contains("demo.keys 2.0.0 ACTIVE deployed k.jar");

        framework.commands.remove(KEYS);
        assertThat(refused(deployments.restart(KEYS)))
                .startsWith("demo.keys 2.0.0 does not start again: it declares keys, but registers no bridge for that");
        TestKernel.await("what is left", () -> status().equals(List.of("demo.keys 1.0.0 ACTIVE shipped -",
                "  REJECTED deployed k.jar")));
        assertThat(deployed("k.jar")).doesNotExist();
        assertThat(framework.versions(KEYS)).containsExactly("1.0.0");
        assertThat(home.resolve("store/good.json")).content().doesNotContain("k.jar");
    }

    @Test
    void aFolderThatVanishesTakesNothingAway() throws Exception {
        watch();
        done(deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys"))));
        Files.move(framework.deploy, home.resolve("moved"));
        assertThat(refused(deployments.install(file("k2.jar", jar(KEYS, "2.0.0", "keys"))))).contains(
                "cannot be copied into " + framework.deploy);
        TestKernel.await("no more to be seen than what runs",
                () -> status().equals(List.of("demo.keys 1.0.0 ACTIVE deployed k.jar")));
        Files.move(home.resolve("moved"), framework.deploy);
        assertThat(done(deployments.install(home.resolve("k2.jar")))).isEqualTo("demo.keys 2.0.0 from k.jar runs");
    }

    @Test
    void aDeskThatIsWrongUnderItRefusesTheJar() throws Exception {
        watch();
        deployments.desk(new DeskTurn() {
            @Override
            public Optional<String> fault(List<Path> jars) {
                return Optional.of("desk.yaml:3:7: error: no option \"file\"");
            }

            @Override
            public Optional<String> under(List<Path> jars, Turn turn) {
                throw new AssertionError("it was wrong before");
            }
        });
        assertThat(refused(deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys"))))).isEqualTo(
                "desk.yaml:3:7: error: no option \"file\"");
        assertThat(framework.versions(KEYS)).isEmpty();
    }

    @Test
    void whoWaitsWhenTheKernelStopsIsAnswered() throws Exception {
        framework.commands.put(KEYS, List.of("sleep", "60"));
        watch();
        var waiting = deployments.install(file("k.jar", jar(KEYS, "1.0.0", "keys")));
        TestKernel.await("the trial", () -> status().contains("demo.keys 1.0.0 REPLACING deployed k.jar"));
        TestKernel.await("its process", () -> !processes().isEmpty());
        var late = deployments.install(home.resolve("k.jar"));
        deployments.stop();
        assertThat(refused(waiting)).isEqualTo("the kernel stops");
        assertThat(refused(late)).isEqualTo("the kernel stops");
        assertThat(refused(deployments.uninstall(KEYS))).isEqualTo("the kernel stops");
        assertThat(deployed("k.jar")).as("it is tried again by the next kernel").exists();

        processes().forEach(process -> process.destroyForcibly());
        TestKernel.await("its end", () -> home.resolve("devices").toFile().list().length == 0);
    }

    /** The processes that the kernel has noted. */
    private List<ProcessHandle> processes() {
        try (var notes = Files.list(home.resolve("devices"))) {
            return notes.map(note -> note.getFileName().toString()).filter(name -> name.startsWith("keys."))
                    .map(name -> ProcessHandle.of(Long.parseLong(name.substring("keys.".length()))))
                    .flatMap(Optional::stream).filter(ProcessHandle::isAlive).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
