// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dkvm.kernel.deploy.Deployments.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeployCommandTest {
    private final StringBuilder out = new StringBuilder();

    /** Somebody in a folder. */
    private final Answer answer = new Answer() {
        @Override
        public void out(String text) {
            out.append(text);
        }

        @Override
        public Client client() {
            return new Client(80, 24, false, false, Path.of("/home/ann/keys"));
        }
    };

    private static CompletableFuture<Outcome> done(String text) {
        return CompletableFuture.completedFuture(new Outcome.Done(text));
    }

    private static CompletableFuture<Outcome> refused(String reason) {
        return CompletableFuture.completedFuture(new Outcome.Refused(reason));
    }

    @Test
    void aFileIsTakenFromTheFolderOfTheOneWhoAsks() throws UsageException {
        var install = DeployCommand.install(file -> done(file + " runs"));
        assertThat(install.run(List.of("target/../keys.jar"), answer)).isZero();
        assertThat(install.run(List.of("/tmp/keys.jar"), answer)).isZero();
        assertThat(out).hasToString("/home/ann/keys/keys.jar runs\n/tmp/keys.jar runs\n");
    }

    @Test
    void whyItIsRefusedIsSaid() {
        var commands = new Commands(DeployCommand.install(_ -> refused("keys.jar is not taken: it has no manifest")),
                DeployCommand.uninstall(bundle -> refused("no \u001b bundle " + bundle)),
                DeployCommand.restart(bundle -> done(bundle + " is restarted")));
        assertThat(run(commands, "install", "keys.jar"))
                .isEqualTo("1 dkvm: install: keys.jar is not taken: it has no manifest\n");
        assertThat(run(commands, "uninstall", "x")).isEqualTo("1 dkvm: uninstall: no " + OneLine.of("\u001b")
                + " bundle x\n");
        assertThat(run(commands, "bundle-restart", "x")).isEqualTo("0 ");
        assertThat(out).hasToString("x is restarted\n");
        assertThat(run(commands, "uninstall"))
                .isEqualTo("2 dkvm: uninstall: which bundle? \"bundles\" lists those there are\n");
        assertThat(run(commands, "install")).isEqualTo("2 dkvm: install: which file?\n");
        assertThat(run(commands, "install", "a", "b")).startsWith("2 dkvm: install: \"b\"");
        assertThat(run(commands, "install", "\0")).startsWith("2 dkvm: install: ").contains("is no path");
    }

    private String run(Commands commands, String... line) {
        var err = new StringBuilder();
        return commands.run(List.of(line), answer, err::append) + " " + err;
    }

    @Test
    void whoGoesAwayEndsNothing() {
        var outcome = new CompletableFuture<Outcome>();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CommandFailedException.class)
                .isThrownBy(() -> DeployCommand.restart(_ -> outcome).run(List.of("x"), answer))
                .withMessage("bundle-restart: interrupted; what was begun goes on");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isNotDone();
    }
}
