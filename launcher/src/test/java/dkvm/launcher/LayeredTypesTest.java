// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.DeviceTypes;
import dkvm.launcher.distribution.Distribution;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayeredTypesTest {
    @TempDir
    Path folder;

    private Path deploy;
    private Path shipped;

    /** What all types of this test are. */
    public static final class Facts implements DeviceFacts {
        /** For the reader of jars. */
        public Facts() {}

        @Override
        public List<Port> ports(Options options) {
            return List.of(Port.out("keys", StreamKind.KEYBOARD));
        }
    }

    @BeforeEach
    void begin() throws IOException {
        deploy = Files.createDirectories(folder.resolve("home/deploy"));
        shipped = jar(Files.createDirectory(folder.resolve("bundles")).resolve("keys.jar"), "demo.keys", "1.0.0",
                "keys-source", "keys-sink");
    }

    private static Path jar(Path file, String bundle, String version, String... types) throws IOException {
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-SymbolicName", bundle);
        attributes.putValue("Bundle-Version", version);
        if (types.length > 0) {
            attributes.putValue("Provide-Capability", Stream.of(types).map(type -> "dkvm.device;type=" + type
                    + ";protocol:Long=1;facts=\"" + Facts.class.getName() + "\"").collect(Collectors.joining(",")));
        }
        try (var out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.finish();
        }
        return file;
    }

    private LayeredTypes read() throws IOException {
        return LayeredTypes.read(List.of(shipped), deploy);
    }

    private static String of(DeviceTypes types, String type) {
        return types.named(type).bundle() + " " + types.named(type).version();
    }

    @Test
    void aDeployedBundleStandsOverTheShippedOneAndNewTypesAreKnown() throws IOException {
        assertThat(read().all().names()).containsExactly("keys-sink", "keys-source", "process");
        jar(deploy.resolve("keys.jar"), "demo.keys", "0.9.0", "keys-source", "keys-monitor");
        jar(deploy.resolve("mice.jar"), "demo.mice", "3.0.0", "mouse-source");
        var types = read();
        assertThat(types.leftOut()).isEmpty();
        assertThat(types.all().names()).containsExactly("keys-monitor", "keys-source", "mouse-source", "process");
        assertThat(of(types.all(), "keys-source")).isEqualTo("demo.keys 0.9.0");
    }

    @Test
    void theHighestVersionCountsAndOfEqualOnesTheNewestFile() throws IOException {
        jar(deploy.resolve("a.jar"), "demo.keys", "2.0.0", "old");
        jar(deploy.resolve("b.jar"), "demo.keys", "10.0.0", "new");
        var newer = jar(deploy.resolve("c.jar"), "demo.keys", "10.0.0", "newest");
        Files.setLastModifiedTime(newer, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(read().all().names()).containsExactly("newest", "process");
        Files.setLastModifiedTime(newer, FileTime.fromMillis(0));
        assertThat(read().all().names()).containsExactly("new", "process");
    }

    @Test
    void whatCannotBeUsedIsLeftOutWithAWarning() throws IOException {
        Files.writeString(deploy.resolve("half.jar"), "PK");
        jar(deploy.resolve("none.jar"), "demo.none", "1.0.0");
        jar(deploy.resolve("stolen.jar"), "demo.thief", "9.0.0", "keys-sink");
        jar(deploy.resolve("version.jar"), "demo.version", "one", "other");
        jar(deploy.resolve(".part.jar"), "demo.hidden", "1.0.0", "hidden");
        jar(deploy.resolve("keys.zip"), "demo.zip", "1.0.0", "zipped");
        Files.createDirectory(deploy.resolve("folder.jar"));
        var types = read();
        assertThat(of(types.all(), "keys-sink")).isEqualTo("demo.keys 1.0.0");
        assertThat(types.all().names()).hasSize(3);
        assertThat(types.leftOut()).hasSize(4).allMatch(line -> line.startsWith(deploy.toString()));
        assertThat(String.join("\n", types.leftOut())).contains(
                "/half.jar: warning: this jar is left out: it is no zip file",
                "/none.jar: warning: this jar is left out: it offers no device type",
                "/version.jar: warning: ", "/stolen.jar: warning: this jar is left out: its device type \"keys-sink\""
                        + " is that of demo.keys");
    }

    @Test
    void nothingIsLoadedFromAFolderThatOthersMayWrite() throws IOException {
        jar(deploy.resolve("mice.jar"), "demo.mice", "3.0.0", "mouse-source");
        Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(read().all().find("mouse-source")).isEmpty();
        assertThat(read().leftOut()).containsExactly(deploy + ": warning: its jars are left out: it may be written by "
                + "others, and what lies in it is run; take that away with chmod go-w");
    }

    @Test
    void checkKnowsWhatIsDeployed() throws IOException {
        Files.createDirectory(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/kernel.bndrun"), "-runbundles: demo.keys;version='[1,2)'\n");
        var desk = Files.writeString(folder.resolve("desk.yaml"),
                "version: 1\ndevices: {m: {type: mouse-source}}\n").toString();
        assertThat(check("--strict", desk)).startsWith("2 " + desk
                + ":2:21: error: no bundle offers device type \"mouse-source\"");
        jar(deploy.resolve("mice.jar"), "demo.mice", "3.0.0", "mouse-source");
        assertThat(check("--strict", desk)).isEqualTo("0 OK\n");
        assertThat(check("--schema")).startsWith("0 {").contains("mouse-source");

        var other = Files.createDirectory(folder.resolve("other"));
        assertThat(check("--deploy", other.toString(), "--strict", desk)).startsWith("2 " + desk);
        Files.writeString(other.resolve("half.jar"), "PK");
        assertThat(check("--deploy", other.toString(), desk)).contains("/half.jar: warning: ").endsWith("OK\n");
    }

    private String check(String... words) {
        var all = new ByteArrayOutputStream();
        var stream = new PrintStream(all, true, StandardCharsets.UTF_8);
        var around = new Surroundings(Map.of("HOME", folder.toString()), Terminal.of(""), InputStream.nullInputStream(),
                stream, stream, new Distribution(folder));
        var line = Stream.concat(Stream.of("check", "--home", folder.resolve("home").toString()), Stream.of(words));
        int code = new Dkvm(around).run(line.toArray(String[]::new));
        return code + " " + all.toString(StandardCharsets.UTF_8);
    }
}
