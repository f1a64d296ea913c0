// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import dkvm.launcher.control.TestKernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The prompt, on a terminal, as a person uses it. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class PromptIT {
    private static final String CTRL_C = "\003";
    private static final String CTRL_D = "\004";
    private static final String PROMPT = "dkvm> ";
    private static final int GONE = 3;

    @RegisterExtension
    final Lab lab = new Lab();

    @BeforeEach
    void terminal() {
        lab.environment("TERM", "xterm");
    }

    private static void type(Process process, String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private String shown() throws IOException {
        return Files.readString(lab.file("out"));
    }

    private void awaitShown(String text) {
        Await.until('"' + text + "\" on the terminal", () -> shown().contains(text));
    }

    /** Of which there were so many before. */
    private void awaitPrompt(int number) {
        Await.until(number + " prompts on the terminal", () -> shown().split(PROMPT, -1).length > number);
    }

    private static int awaitExit(Process process) throws InterruptedException {
        assertThat(process.waitFor(Lab.STOP.toSeconds(), TimeUnit.SECONDS)).as("over").isTrue();
        return process.exitValue();
    }

    private static String answer(String request) {
        if (request.contains("complete")) {
            return "{\"from\":0,\"candidates\":[{\"value\":\"devices\",\"description\":\"all of them\"}]}\n{\"exit\":0}\n";
        }
        if (request.contains("cancel")) {
            return "{\"exit\":130}\n";
        }
        return request.contains("top") ? "{\"out\":\"top of all\\n\"}\n" : "{\"out\":\"all well\\n\"}\n{\"exit\":0}\n";
    }

    @Test
    void ctlRunsWhatIsTypedAndCompleted() throws Exception {
        Files.createDirectories(lab.home());
        try (var kernel = new TestKernel(lab.home(), PromptIT::answer)) {
            var ctl = lab.beginInTerminal("ctl", "--home", lab.home());
            awaitPrompt(1);
            type(ctl, "dev\t");
            assertThat(kernel.request()).isEqualTo("{\"complete\":\"dev\",\"cursor\":3}");
            awaitShown("devices ");
            type(ctl, "| tail\r");
            assertThat(kernel.request()).startsWith("{\"line\":\"devices | tail\",\"width\":80,\"height\":24,");
            awaitShown("all well");
            awaitPrompt(2);

            type(ctl, "top\r");
            awaitShown("top of all");
            type(ctl, CTRL_C);
            awaitPrompt(3);
            type(ctl, "exit\r");

            assertThat(awaitExit(ctl)).isZero();
            assertThat(lab.file("after")).hasSameTextualContentAs(lab.file("before"));
            assertThat(lab.home().resolve("history")).content().isEqualTo("devices | tail\ntop\nexit\n");
        }
    }

    @Test
    void anInterruptWhileTheKernelLooksForWordsClearsTheLineOnly() throws Exception {
        Files.createDirectories(lab.home());
        var late = new CompletableFuture<String>();
        try (var kernel = new TestKernel(lab.home(),
                request -> request.contains("complete") ? late.join() : answer(request))) {
            var ctl = lab.beginInTerminal("ctl", "--home", lab.home());
            awaitPrompt(1);
            type(ctl, "dev\t");
            assertThat(kernel.request()).contains("complete");
            type(ctl, CTRL_C);
            awaitPrompt(2);
            late.complete("{\"from\":0,\"candidates\":[]}\n{\"exit\":7}\n");
            type(ctl, "devices\r");
            awaitShown("all well");
            awaitPrompt(3);
            type(ctl, CTRL_D);

            assertThat(awaitExit(ctl)).isZero();
        }
    }

    @Test
    void aKernelThatGoesAwayEndsThePromptAndLeavesTheTerminalAsItWas() throws Exception {
        Files.createDirectories(lab.home());
        Process ctl;
        try (var _ = new TestKernel(lab.home(), PromptIT::answer)) {
            ctl = lab.beginInTerminal("ctl", "--home", lab.home());
            awaitPrompt(1);
        }
        assertThat(awaitExit(ctl)).isEqualTo(GONE);
        awaitShown("dkvm: the kernel on " + lab.home() + " has stopped; ");
        assertThat(lab.file("after")).hasSameTextualContentAs(lab.file("before"));
    }

    @Test
    void whoLeavesThePromptOfARunLeavesTheKernelRunning() throws Exception {
        var kernel = lab.startInTerminal(lab.desk(""));
        awaitPrompt(1);
        type(kernel.process(), CTRL_D);
        awaitShown("The kernel runs on; ");
        assertThat(kernel.ask("devices")).isPresent();

        type(kernel.process(), CTRL_C);

        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        awaitShown("stopped");
    }

    @Test
    void anInterruptClearsTheLineAndTwoOnAnEmptyOneStopTheKernel() throws Exception {
        var kernel = lab.startInTerminal(lab.desk(""));
        awaitPrompt(1);
        type(kernel.process(), "half a line");
        awaitShown("half a line");
        type(kernel.process(), CTRL_C);
        awaitPrompt(2);
        assertThat(shown()).doesNotContain("Ctrl-C again");
        type(kernel.process(), CTRL_C);
        awaitShown("Ctrl-C again within 2 s stops the kernel");
        awaitPrompt(3);
        type(kernel.process(), CTRL_C);

        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        awaitShown("stopped");
    }
}
