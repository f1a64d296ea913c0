// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dkvm.kernel.store.JarStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Version;

class JarCheckTest {
    private static final int CUTS = 20;
    private static final int FLIPS = 400;

    @TempDir
    Path store;

    private static TestJar good() {
        return TestJar.of("demo.keys", "1.2.3.SNAPSHOT", "keys-source", "keys-sink");
    }

    private static TestJar declaring(String capability) {
        return good().header("Provide-Capability", capability);
    }

    @Test
    void aDeviceJarIsTakenAsItsManifestSays() throws IOException, RefusedException {
        var content = stored(good().bytes());

        assertThat(new JarCheck().check(content)).isEqualTo(new DeviceJar("demo.keys",
                Version.parseVersion("1.2.3.SNAPSHOT"), List.of("keys-source", "keys-sink"), content.hash(),
                content.stored()));
    }

    @Test
    void theSameContentIsReadOnce() throws IOException, RefusedException {
        var check = new JarCheck();
        var content = stored(good().bytes());
        var jar = check.check(content);
        Files.delete(content.stored());

        assertThat(check.check(content)).isEqualTo(jar);
        assertThatThrownBy(() -> new JarCheck().check(content)).isInstanceOf(RefusedException.class);
    }

    static Stream<Arguments> takenToo() {
        return Stream.of(
                argumentSet("more versions of a class", good().header("Multi-Release", "true")
                        .entry("META-INF/versions/25/demo/Program.class", new byte[10])),
                argumentSet("a jar inside, not packed", good().header("Bundle-ClassPath", ".,lib/inner.jar")
                        .entry("lib/inner.jar", TestJar.of("inner", "1", "inner").bytes()).stored()),
                argumentSet("the manifest last, broken into lines", good().withoutManifest()
                        .entry("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n"
                                + "Bundle-SymbolicName: a\nBundle-Version: 1\nProvide-Capability: dkvm.dev\n"
                                + " ice;type=a;protocol:Long=1;facts=\n " + TestJar.Facts.class.getName() + "\n")),
                argumentSet("several protocols", declaring("dkvm.device;type=a;protocol:List<Long>=\"1,2\";facts="
                        + TestJar.Facts.class.getName())),
                argumentSet("other capabilities besides",
                        declaring("osgi.service;objectClass:List<String>=\"a,b\"," + TestJar.capability("a"))),
                argumentSet("dots in a name that lead nowhere", good().entry("a/..b/c..", new byte[1])));
    }

    static Stream<Arguments> refused() {
        var random = new byte[30_000];
        new Random(1).nextBytes(random);
        return Stream.of(
                argumentSet("no zip", "no jar".getBytes(StandardCharsets.UTF_8), "cannot be read as a zip file"),
                argumentSet("empty", new byte[0], "cannot be read as a zip file"),
                argumentSet("a zip without manifest", good().withoutManifest().bytes(), "no META-INF/MANIFEST.MF"),
                argumentSet("a manifest that is none",
                        good().withoutManifest().entry("META-INF/MANIFEST.MF", "nonsense\n").bytes(),
                        "its manifest cannot be read"),
                argumentSet("a plain jar", good().without("Bundle-ManifestVersion").bytes(), "no OSGi bundle"),
                argumentSet("a fragment", good().header("Fragment-Host", "dkvm.kernel").bytes(), "a fragment"),
                argumentSet("no name", good().without("Bundle-SymbolicName").bytes(), "no Bundle-SymbolicName"),
                argumentSet("a name that is none", good().header("Bundle-SymbolicName", "../x").bytes(),
                        "its Bundle-SymbolicName \"../x\" is not valid"),
                argumentSet("two names", good().header("Bundle-SymbolicName", "a,b").bytes(), "is not valid"),
                argumentSet("no version", good().without("Bundle-Version").bytes(), "no Bundle-Version"),
                argumentSet("a version that is none", good().header("Bundle-Version", "1.x").bytes(),
                        "its Bundle-Version \"1.x\" is not valid"),
                argumentSet("no capability", good().without("Provide-Capability").bytes(), "offers no device type"),
                argumentSet("no device capability", declaring("osgi.service;x=y").bytes(), "offers no device type"),
                argumentSet("a type without name", declaring("dkvm.device;protocol:Long=1;facts=x").bytes(),
                        "lacks \"type\""),
                argumentSet("a type without facts", declaring("dkvm.device;type=a;protocol:Long=1").bytes(),
                        "lacks \"facts\""),
                argumentSet("a type without protocol", declaring("dkvm.device;type=a;facts=x").bytes(),
                        "\"a\" does not say which wire protocol"),
                argumentSet("another protocol", declaring("dkvm.device;type=a;protocol:Long=2;facts=x").bytes(),
                        "speaks version 2 of the wire protocol, this kernel 1"),
                argumentSet("other protocols",
                        declaring("dkvm.device;type=a;protocol:List<Long>=\"2,3\";facts=x").bytes(),
                        "speaks version 2,3 of the wire protocol"),
                argumentSet("a protocol that is no number",
                        declaring("dkvm.device;type=a;protocol=one;facts=x").bytes(), "\"one\", which is no number"),
                argumentSet("one type twice",
                        declaring(TestJar.capability("a") + "," + TestJar.capability("a")).bytes(),
                        "device type \"a\" twice"),
                argumentSet("the kernel's own type", declaring(TestJar.capability("process")).bytes(),
                        "\"process\", which is the kernel's own"),
                argumentSet("facts that are not there",
                        declaring("dkvm.device;type=a;protocol:Long=1;facts=no.such.Facts").bytes(),
                        "no.such.Facts"),
                argumentSet("facts that are none",
                        declaring("dkvm.device;type=a;protocol:Long=1;facts=java.lang.String").bytes(),
                        "java.lang.String"),
                argumentSet("facts that fail",
                        declaring("dkvm.device;type=a;protocol:Long=1;facts=\"" + TestJar.BadFacts.class.getName()
                                + "\"").bytes(),
                        "no luck"),
                argumentSet("options that cannot be read",
                        good().entry("OSGI-INF/metatype/x.xml", "<nothing").bytes(), "OSGI-INF/metatype/x.xml"),
                argumentSet("a name that leads out", good().entry("../../x", new byte[1]).bytes(), "leads out"),
                argumentSet("a name from the root", good().entry("/etc/x", new byte[1]).bytes(), "leads out"),
                argumentSet("a name for another system", good().entry("a\\..\\x", new byte[1]).bytes(),
                        "leads out"),
                argumentSet("too much when unpacked", good().entry("zeros", new byte[3_000_000]).bytes(),
                        "more than 2MiB unpacked"),
                argumentSet("damaged", flipped(good().entry("data", random).stored().bytes(), random),
                        "its entry \"data\" is damaged"));
    }

    @ParameterizedTest
    @MethodSource
    void takenToo(TestJar jar) throws IOException, RefusedException {
        assertThat(new JarCheck().check(stored(jar.bytes())).types()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void refused(byte[] jar, String words) throws IOException {
        var content = stored(jar);

        assertThatThrownBy(() -> new JarCheck(2 << 20).check(content)).isInstanceOf(RefusedException.class)
                .hasMessageContaining(words).message().contains("; ").doesNotContain("null");
    }

    @Test
    void whatTheKernelReadsIntoItsMemoryIsLimitedMore() throws IOException {
        var jar = stored(good().entry("OSGI-INF/large.xml", new byte[(int) ZipReading.MOST_READ_BYTES + 1]).bytes());

        assertThatThrownBy(() -> new JarCheck().check(jar)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("its entry \"OSGI-INF/large.xml\" is larger than 8MiB unpacked");
    }

    static IntStream cuts() {
        int length = good().bytes().length;
        return IntStream.range(0, CUTS).map(i -> length * i / CUTS);
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aJarThatIsCutIsRefused(int length) throws IOException {
        var content = stored(Arrays.copyOf(good().bytes(), length));

        assertThatThrownBy(() -> new JarCheck().check(content)).isInstanceOf(RefusedException.class);
    }

    /** Overwritten in place, it has the end of the old jar until all is written. */
    @ParameterizedTest
    @MethodSource("cuts")
    void aJarThatIsHalfOverwrittenIsRefused(int length) throws IOException {
        byte[] before = TestJar.of("demo.keys", "1.2.3", "keys-source", "keys-sink").bytes();
        byte[] after = good().bytes();
        byte[] mixed = before.clone();
        System.arraycopy(after, 0, mixed, 0, Math.min(length, mixed.length));
        var content = stored(mixed);

        if (Arrays.equals(mixed, before)) {
            assertThat(length).isZero();
        } else {
            assertThatThrownBy(() -> new JarCheck().check(content)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void whateverByteIsWrongItIsWordsAtMost() throws IOException {
        var random = new Random(7);
        int refusals = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] jar = good().bytes();
            jar[random.nextInt(jar.length)] ^= (byte) (1 + random.nextInt(255));
            var content = stored(jar);
            try {
                new JarCheck().check(content);
            } catch (RefusedException e) {
                refusals++;
                assertThat(e.words()).contains("; ");
            }
            Files.delete(content.stored());
        }
        assertThat(refusals).isGreaterThan(FLIPS / 2);
    }

    private Content.Whole stored(byte[] jar) throws IOException {
        var stored = new JarStore(store).put(new ByteArrayInputStream(jar));
        return new Content.Whole(JarStore.hash(stored), stored);
    }

    /** The jar with one bit of this content changed. */
    private static byte[] flipped(byte[] jar, byte[] content) {
        for (int i = 0; i + content.length <= jar.length; i++) {
            if (Arrays.equals(jar, i, i + content.length, content, 0, content.length)) {
                jar[i + content.length / 2] ^= 1;
                return jar;
            }
        }
        throw new AssertionError("not in it");
    }
}
