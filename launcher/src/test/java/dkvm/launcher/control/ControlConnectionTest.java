// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlConnectionTest {
    private static final Screen SCREEN = new Screen(100, 30, true, true);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Printer printer = new Printer(new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8));
    private CompletableFuture<TestKernel> kernel = new CompletableFuture<>();

    private ControlConnection connect(Function<String, String> answers) throws IOException {
        kernel.complete(new TestKernel(folder, answers));
        return ControlConnection.open(folder.resolve("s"));
    }

    @AfterEach
    void end() throws IOException {
        kernel.join().close();
    }

    @Test
    void runsOneLineAfterTheOther() throws Exception {
        try (var connection = connect(line -> line.contains("one")
                ? "{\"out\":\"1\\n\"}\n{\"exit\":4}\n"
                : "{\"err\":\"2\\n\"}\n{\"exit\":0}\n")) {
            assertThat(connection.run(Request.line("one | two", SCREEN), printer)).isEqualTo(4);
            assertThat(connection.run(Request.command(List.of("two"), SCREEN), printer)).isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1\n2\n");
        assertThat(kernel.join().request()).startsWith(
                "{\"line\":\"one | two\",\"width\":100,\"height\":30,\"color\":true,\"terminal\":true,");
    }

    @Test
    void aCommandIsCancelledFromAnotherThread() throws Exception {
        try (var connection = connect(
                line -> line.contains("cancel") ? "{\"exit\":130}\n" : "{\"out\":\"top\"}\n")) {
            var code = CompletableFuture.supplyAsync(() -> run(connection, "top"));
            assertThat(kernel.join().request()).contains("top");

            connection.cancel();

            assertThat(code.get()).isEqualTo(130);
            assertThat(kernel.join().request()).isEqualTo("{\"cancel\":true}");
        }
    }

    @Test
    void completesAWord() throws Exception {
        try (var connection = connect(_ -> """
                {"from":5,"candidates":[{"value":"keys","description":"a device"},{"value":"kiosk"}]}
                {"exit":0}
                """)) {
            assertThat(connection.complete("logs k", 6, PATIENCE)).contains(new Completion(5,
                    List.of(new Completion.Candidate("keys", "a device"), new Completion.Candidate("kiosk", ""))));
        }
        assertThat(kernel.join().request()).isEqualTo("{\"complete\":\"logs k\",\"cursor\":6}");
    }

    @Test
    void aCompletionThatComesTooLateIsNotTakenForTheNextAnswer() throws Exception {
        try (var connection = connect(line -> line.contains("complete") ? "" : "{\"out\":\"ours\"}\n{\"exit\":3}\n")) {
            assertThat(connection.complete("d", 1, Duration.ofMillis(20))).isEmpty();
            kernel.join().say("{\"from\":0,\"candidates\":[]}\n{\"exit\":0}\n");

            assertThat(connection.run(Request.line("devices", SCREEN), printer)).isEqualTo(3);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ours");
    }

    @Test
    void aKernelThatIsLateWithACompletionIsAskedForNoOther() throws Exception {
        try (var connection = connect(line -> line.contains("complete") ? "" : "{\"exit\":0}\n")) {
            assertThat(connection.complete("d", 1, Duration.ofMillis(20))).isEmpty();
            assertThat(connection.complete("de", 2, Duration.ofMillis(20))).isEmpty();
            kernel.join().say("{\"exit\":0}\n");
            assertThat(connection.run(Request.line("devices", SCREEN), printer)).isZero();
        }
        assertThat(kernel.join().request()).contains("\"complete\":\"d\"");
        assertThat(kernel.join().request()).contains("devices");
    }

    /** Ctrl-C in the moment in which Tab sends its request: the channel would be closed by it. */
    @Test
    void anInterruptWhileItAsksDoesNotEndTheConnection() throws Exception {
        try (var connection = connect(line -> line.contains("complete")
                ? "{\"from\":0,\"candidates\":[]}\n{\"exit\":0}\n"
                : "{\"out\":\"ours\"}\n{\"exit\":3}\n")) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> connection.complete("d", 1, PATIENCE)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).as("the interrupt is still the editor's to see").isTrue();

            assertThat(connection.run(Request.line("devices", SCREEN), printer)).isEqualTo(3);
            assertThat(connection.gone()).isNotDone();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ours");
    }

    @Test
    void aCompletionThatWasInterruptedIsNotTakenForTheNextAnswer() throws Exception {
        try (var connection = connect(line -> line.contains("complete") ? "" : "{\"out\":\"ours\"}\n{\"exit\":3}\n")) {
            var asking = new FutureTask<>(() -> connection.complete("d", 1, PATIENCE));
            var asker = Thread.ofPlatform().start(asking);
            assertThat(kernel.join().request()).contains("complete");
            asker.interrupt();
            assertThatThrownBy(asking::get).hasCauseInstanceOf(InterruptedIOException.class);
            kernel.join().say("{\"from\":0,\"candidates\":[]}\n{\"exit\":0}\n");

            assertThat(connection.run(Request.line("devices", SCREEN), printer)).isEqualTo(3);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ours");
    }

    /** A kernel that gets more ends the connection. */
    @Test
    void whatIsTooLongForAKernelIsNotSent() throws Exception {
        try (var connection = connect(_ -> "{\"exit\":0}\n")) {
            int around = Request.line("", SCREEN).json().length();
            var longest = "x".repeat(64 * 1024 - around);

            assertThat(connection.run(Request.line(longest + "y", SCREEN), printer)).isEqualTo(2);
            assertThat(connection.complete("z".repeat(70_000), 70_000, PATIENCE)).isEmpty();
            assertThat(connection.run(Request.line(longest, SCREEN), printer)).isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(
                "dkvm: a command of 65537 characters, as it is sent, and a kernel takes 65536; make it shorter\n");
        assertThat(kernel.join().request()).hasSize(64 * 1024).doesNotContain("y\"", "z");
    }

    @Test
    void aKernelThatDoesNotBeginInTimeIsNone() throws Exception {
        try (var connection = connect(_ -> "")) {
            assertThatThrownBy(() -> connection.run(Request.line("x", SCREEN), Duration.ofMillis(20), printer))
                    .isInstanceOf(IOException.class).isNotInstanceOf(KernelStoppedException.class)
                    .hasMessageContaining("20 ms");
        }
    }

    @Test
    void theKernelsEndIsSeenWithoutAsking() throws Exception {
        try (var connection = connect(_ -> "{\"exit\":0}\n")) {
            connection.run(Request.line("x", SCREEN), printer);

            kernel.join().close();

            assertThat(connection.gone()).succeedsWithin(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> connection.run(Request.line("y", SCREEN), printer))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void closingItEndsTheCommandAtWork() throws Exception {
        CompletableFuture<Integer> code;
        try (var connection = connect(_ -> "")) {
            code = CompletableFuture.supplyAsync(() -> run(connection, "hang"));
            assertThat(kernel.join().request()).contains("hang");
        }
        assertThat(code.get()).isEqualTo(-1);
    }

    private int run(ControlConnection connection, String line) {
        try {
            return connection.run(Request.line(line, SCREEN), printer);
        } catch (IOException _) {
            return -1;
        }
    }
}
