// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dkvm.kernel.memory.PoolFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Invariants 5 and 6 for memory files, in processes of their own: a consumer cannot map a sealed pool writable nor write
 * it, and nobody can truncate it.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "memory files are Linux's")
class SealedPoolTest {
    private static final long BYTES = 1L << 20;

    /** With the standard library alone, as a device in Python would: what it reads, then what it fails at. */
    private static final String CONSUMER = """
            import ctypes, errno, fcntl, mmap, os, sys
            path = sys.argv[1]
            libc = ctypes.CDLL(None, use_errno=True)
            libc.mmap.restype = ctypes.c_void_p
            libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
            libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
            libc.fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long]

            def checked(result):
                if result != 0:
                    raise OSError(ctypes.get_errno(), "failed")

            def attempt(name, call):
                try:
                    call()
                    print(name, "possible")
                except OSError as e:
                    print(name, errno.errorcode[e.errno])

            fd = os.open(path, os.O_RDONLY)
            size = os.fstat(fd).st_size
            pool = mmap.mmap(fd, size, prot=mmap.PROT_READ)
            print("read", pool[0], pool[size - 1], size, os.fstat(fd).st_ino)
            address = libc.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, fd, 0)
            attempt("mprotect", lambda: checked(libc.mprotect(address, size, mmap.PROT_READ | mmap.PROT_WRITE)))
            attempt("map", lambda: mmap.mmap(fd, size))
            try:
                fd = os.open(path, os.O_RDWR)
            except OSError as e:
                print("open", errno.errorcode[e.errno])
                sys.exit()
            # Root can open it.
            attempt("map", lambda: mmap.mmap(fd, size))
            attempt("write", lambda: os.pwrite(fd, b"x", 0))
            attempt("shrink", lambda: os.ftruncate(fd, 0))
            attempt("grow", lambda: os.ftruncate(fd, 2 * size))
            attempt("punch", lambda: checked(libc.fallocate(fd, 3, 0, 4096)))
            attempt("seal", lambda: fcntl.fcntl(fd, 1033, 8))
            """;

    private PoolFile pool;
    private Child producer;

    @BeforeEach
    void makePool() throws Exception {
        pool = new MemfdStorage().create(BYTES);
        producer = new Child();
    }

    @AfterEach
    void end() throws IOException {
        producer.close();
        pool.close();
    }

    @Test
    void itsProducerGoesOnWritingAndNobodyElseCan() throws Exception {
        assertThat(producer.ask("producer " + pool.path())).isEqualTo("done");
        assertThat(producer.ask("fill 7")).isEqualTo("done");
        pool.seal();

        assertThat(producer.ask("fill 9")).isEqualTo("done");
        var lines = python(pool.path());
        assertThat(lines).startsWith("read 9 9 " + BYTES + " " + pool.inode(), "mprotect EACCES", "map EACCES");
        assertThat(lines.subList(3, lines.size())).isIn(List.of("open EACCES"),
                List.of("map EPERM", "write EPERM", "shrink EPERM", "grow EPERM", "punch EPERM", "seal EPERM"));
        assertThat(producer.ask("read")).isEqualTo("9");
    }

    @Test
    void aConsumerReadsWhatItsProducerWroteEvenWhenThatIsGone() throws Exception {
        producer.ask("producer " + pool.path());
        pool.seal();
        try (var consumer = new Child()) {
            assertThat(consumer.ask("consumer " + pool.path())).isEqualTo("done");
            assertThat(producer.ask("fill 5")).isEqualTo("done");
            assertThat(consumer.ask("read")).isEqualTo("5");
            assertThat(consumer.ask("fill 6")).contains("read-only");

            producer.close();
            pool.close();
            assertThat(consumer.ask("read")).isEqualTo("5");
        }
    }

    @Test
    void aSecondProducerComesTooLate() throws Exception {
        producer.ask("producer " + pool.path());
        pool.seal();
        try (var late = new Child()) {
            // EPERM for root, who can open it to write, else EACCES.
            assertThat(late.ask("producer " + pool.path())).containsAnyOf("Operation not permitted",
                    "AccessDeniedException");
        }
    }

    /** The script that fails would fail at nothing, if these things were not possible before the seal. */
    @Test
    void beforeItIsSealedAllOfThatIsPossible() throws Exception {
        assertThat(python(pool.path())).contains("map possible", "write possible", "punch possible")
                .contains("shrink EPERM", "grow EPERM");
    }

    private static List<String> python(String path) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("python3", "-c", CONSUMER, path).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue("true".equals(System.getenv("CI")), "there is no python3: " + e.getMessage());
            throw e;
        }
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.readAllLines();
        }
    }
}
