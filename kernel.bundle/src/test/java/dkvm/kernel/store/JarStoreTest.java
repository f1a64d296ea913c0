// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarStoreTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    @Test
    void namesAFileAfterItsContent() throws IOException {
        var stored = store().put(jar("abc"));

        assertThat(stored).isEqualTo(folder.resolve("store").resolve(SHA256_OF_ABC + ".jar")).hasContent("abc");
    }

    @Test
    void keepsTheFileThatIsThere() throws IOException {
        var first = Files.getAttribute(store().put(jar("abc")), "unix:ino");

        assertThat(Files.getAttribute(store().put(bytes("abc")), "unix:ino")).isEqualTo(first);
    }

    @Test
    void theSameContentHasTheSameTimeInEachStore() throws IOException {
        var here = store().put(jar("abc"));
        var there = new JarStore(folder.resolve("other")).put(bytes("abc"));

        assertThat(Files.getLastModifiedTime(here)).isEqualTo(Files.getLastModifiedTime(there))
                .isEqualTo(FileTime.fromMillis(0));
    }

    @Test
    void keepsWhatItHasWhenTheOriginalIsOverwritten() throws IOException {
        var stored = store().put(jar("abc"));
        jar("other");

        assertThat(stored).hasContent("abc");
    }

    @Test
    void keepsOnlyWhatIsStillNeeded() throws IOException {
        var needed = store().put(jar("abc"));
        var old = store().put(bytes("old"));
        var unfinished = Files.createFile(needed.resolveSibling(".put123.tmp"));
        var list = Files.createFile(needed.resolveSibling("good.json"));
        var others = Files.createFile(needed.resolveSibling("mine.jar"));
        store().keepOnly(Set.of(SHA256_OF_ABC + ".jar"));

        assertThat(needed).exists();
        assertThat(list).exists();
        assertThat(others).exists();
        assertThat(old).doesNotExist();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void hasNothingToRemoveBeforeItIsThere() throws IOException {
        new JarStore(folder.resolve("none")).keepOnly(Set.of());

        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void writesATornFileAnew() throws IOException {
        Files.writeString(store().put(jar("abc")), "a");

        assertThat(store().put(jar("abc"))).hasContent("abc");
    }

    @Test
    void leavesNothingBehindWhenReadingFails() throws IOException {
        var torn = new SequenceInputStream(bytes("abc"), new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("torn");
            }
        });

        assertThatThrownBy(() -> store().put(torn)).hasMessage("cannot copy a bundle into "
                + folder.resolve("store") + ": torn; see whether its disk is full");
        assertThatThrownBy(() -> store().put(folder.resolve("absent.jar"))).isInstanceOf(NoSuchFileException.class);
        assertThat(folder.resolve("store")).isEmptyDirectory();
    }

    @Test
    void findsAContentAsLongAsItIsWhole() throws IOException {
        assertThat(store().find(SHA256_OF_ABC)).isEmpty();
        var stored = store().put(jar("abc"));
        assertThat(store().find(SHA256_OF_ABC)).hasValue(stored);
        assertThat(JarStore.hash(stored)).isEqualTo(SHA256_OF_ABC);

        Files.writeString(stored, "abd");
        assertThat(store().find(SHA256_OF_ABC)).isEmpty();
        assertThatThrownBy(() -> store().find("../" + SHA256_OF_ABC)).isInstanceOf(IllegalArgumentException.class);
    }

    private JarStore store() {
        return new JarStore(folder.resolve("store"));
    }

    private Path jar(String content) throws IOException {
        return Files.writeString(folder.resolve("some.jar"), content);
    }

    private static InputStream bytes(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
