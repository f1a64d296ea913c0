// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.store.ZipDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipDirectoryTest {
    private static final byte[] JAR = TestJar.of("demo", "1.0.0", "demo").bytes();
    private static final String CUT = "its end is missing";

    @TempDir
    Path folder;

    @Test
    void aJarIsWhole() throws IOException {
        assertThat(ZipDirectory.fault(file(JAR))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 21, 22, 23, 60, 200, 1000, 10_000})
    void withoutItsLastBytesItIsCut(int missing) throws IOException {
        assertThat(ZipDirectory.fault(file(Arrays.copyOf(JAR, JAR.length - missing)))).get().asString()
                .startsWith(CUT);
    }

    @Test
    void emptyAndTextAreNoZipFiles() throws IOException {
        assertThat(ZipDirectory.fault(file(new byte[0]))).get().asString().startsWith("it is empty");
        assertThat(ZipDirectory.fault(file(new byte[]{'P'}))).get().asString().startsWith("it is no zip file");
        assertThat(ZipDirectory.fault(file("some text\n".repeat(9000).getBytes(StandardCharsets.UTF_8)))).get()
                .asString().startsWith("it is no zip file");
        assertThat(ZipDirectory.fault(file(new byte[100_000]))).get().asString().startsWith("it is no zip file");
    }

    @Test
    void theDirectoryOfAJarInsideIsNotItsOwn() throws IOException {
        var inner = TestJar.of("inner", "1.0.0", "inner").bytes();
        var outer = TestJar.of("outer", "1.0.0", "outer").entry("lib/inner.jar", inner).stored().bytes();
        int end = indexOf(outer, inner) + inner.length;

        assertThat(ZipDirectory.fault(file(outer))).isEmpty();
        assertThat(ZipDirectory.fault(file(Arrays.copyOf(outer, end)))).get().asString().startsWith(CUT);
    }

    @Test
    void whatStandsBeforeAJarDoesNotMatter() throws IOException {
        byte[] script = "#!/bin/sh\nexec java -jar $0\n".getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(script, script.length + JAR.length);
        System.arraycopy(JAR, 0, both, script.length, JAR.length);

        assertThat(ZipDirectory.fault(file(both))).isEmpty();
    }

    /** Of what need not be there: whoever opens it would make room for that. */
    @Test
    void oneWithADirectoryThatIsTooLargeIsNotOpened() throws IOException {
        var large = ByteBuffer.allocate(17 << 20).order(ByteOrder.LITTLE_ENDIAN);
        int end = large.capacity() - 22;
        large.putInt(0, 0x04034b50).putInt(end, 0x06054b50).putShort(end + 10, (short) 1).putInt(end + 12, end - 100)
                .putInt(end + 16, 100).putInt(100, 0x02014b50);
        assertThat(ZipDirectory.fault(file(large.array()))).get().asString()
                .startsWith("its directory is larger than 16MiB");

        // The same as zip64 says it.
        large.putShort(end + 10, (short) -1).putInt(end + 12, -1).putInt(end + 16, -1);
        large.putInt(end - 20, 0x07064b50).putLong(end - 12, end - 76).putInt(end - 76, 0x06064b50)
                .putLong(end - 36, end - 176L);
        assertThat(ZipDirectory.fault(file(large.array()))).get().asString()
                .startsWith("its directory is larger than 16MiB");
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("some.jar"), content);
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int i = 0; i + part.length <= whole.length; i++) {
            if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not in it");
    }
}
