// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.kernel.store.JarStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedJarTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void aSignedJarIsTakenAsLongAsItsSignatureFits() throws Exception {
        var signed = sign(TestJar.of("keys", "1.0.0", "keys").write(folder.resolve("plain.jar")));
        assertThat(new JarCheck().check(stored(signed)).bundle()).isEqualTo("keys");

        var tampered = stored(replaced(signed, "demo/text.txt", "something else"));
        assertThatThrownBy(() -> new JarCheck().check(tampered)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("its signature does not fit its content").hasMessageContaining("demo/text.txt");
    }

    private Content.Whole stored(Path jar) throws IOException {
        var stored = new JarStore(folder.resolve("store")).put(jar);
        return new Content.Whole(JarStore.hash(stored), stored);
    }

    private Path sign(Path jar) throws IOException, InterruptedException, GeneralSecurityException {
        var keys = folder.resolve("keys.p12");
        var keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass",
                new String(PASSWORD), "-alias", "test", "-keyalg", "EC", "-dname", "CN=test")
                .redirectErrorStream(true).redirectOutput(folder.resolve("keytool.txt").toFile()).start();
        assertThat(keytool.waitFor()).isZero();
        var store = KeyStore.getInstance(keys.toFile(), PASSWORD);
        var entry = (KeyStore.PrivateKeyEntry) store.getEntry("test", new KeyStore.PasswordProtection(PASSWORD));
        var signed = folder.resolve("signed.jar");
        try (var zip = new ZipFile(jar.toFile()); var out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(entry).build().sign(zip, out);
        }
        return signed;
    }

    private Path replaced(Path jar, String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var from = new ZipFile(jar.toFile()); var to = new ZipOutputStream(bytes)) {
            for (var entry : from.stream().toList()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals(name)) {
                    to.write(content.getBytes(StandardCharsets.UTF_8));
                } else {
                    from.getInputStream(entry).transferTo(to);
                }
                to.closeEntry();
            }
        }
        return Files.write(folder.resolve("tampered.jar"), bytes.toByteArray());
    }
}
