// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.launcher.control.Printer;
import dkvm.launcher.control.Request;
import dkvm.launcher.control.Screen;
import dkvm.launcher.control.TestKernel;
import dkvm.launcher.prompt.KernelLink.Cancelling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class KernelLinkTest {
    @TempDir
    Path folder;

    private final PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    private final CompletableFuture<TestKernel> kernel = new CompletableFuture<>();

    @BeforeEach
    void listen() throws IOException {
        kernel.complete(new TestKernel(folder,
                line -> line.contains("hang") || line.contains("cancel") ? "" : "{\"exit\":4}\n"));
    }

    @AfterEach
    void end() throws IOException {
        kernel.join().close();
    }

    private KernelLink link() throws IOException {
        return new KernelLink(folder.resolve("s"), () -> {});
    }

    private int run(KernelLink link, String line) throws IOException {
        return link.run(Request.line(line, new Screen(80, 24, false, true)), new Printer(out, out));
    }

    @Test
    void aCommandThatIgnoresItsCancellingIsGivenUpAndTheNextOneRunsOnANewConnection() throws Exception {
        try (var link = link()) {
            var hanging = new FutureTask<>(() -> run(link, "hang"));
            Thread.ofPlatform().start(hanging);
            assertThat(kernel.join().request()).contains("hang");

            link.cancel();
            assertThat(kernel.join().request()).isEqualTo("{\"cancel\":true}");
            assertThat(hanging).isNotDone();
            link.cancel();
            assertThatThrownBy(hanging::get).hasCauseInstanceOf(IOException.class);
            assertThat(link.settle()).isEqualTo(Cancelling.GIVEN_UP);

            link.renew();
            assertThat(link.isGone()).isFalse();
            assertThat(run(link, "devices")).isEqualTo(4);
            assertThat(link.settle()).isEqualTo(Cancelling.NONE);
        }
    }

    @Test
    void theKernelsEndIsToldOfANewConnectionToo() throws Exception {
        var told = new CountDownLatch(2);
        try (var link = new KernelLink(folder.resolve("s"), told::countDown)) {
            link.renew();

            kernel.join().close();

            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(link.isGone()).isTrue();
        }
    }

    @Test
    void whatWasClosedIsNotMadeAnew() throws Exception {
        var link = link();
        link.close();

        assertThatThrownBy(link::renew).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> run(link, "devices")).isInstanceOf(IOException.class);
    }
}
