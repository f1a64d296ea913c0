// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.BundleStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BundlesCommandTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String KEYBOARD = "dkvm.device.dummy.keyboard";

    private static final List<BundleStatus> SHIPPED = List.of(new BundleStatus(KEYBOARD, "0.1.0.SNAPSHOT", "ACTIVE",
            "shipped", Optional.empty(), HASH, List.of("dummy-keyboard-source"), List.of("keys", "paper"),
            Optional.empty()));
    private static final List<BundleStatus> MIXED = List.of(
            new BundleStatus(KEYBOARD, "0.1.0.SNAPSHOT", "SHADOWED", "shipped", Optional.empty(), HASH,
                    List.of("dummy-keyboard-source"), List.of(), Optional.of("0.2.0 in keys.jar stands over it")),
            new BundleStatus(KEYBOARD, "0.2.0", "ACTIVE", "deployed", Optional.of("keys.jar"), "f".repeat(64),
                    List.of("dummy-keyboard-source"), List.of("keys"), Optional.empty()),
            new BundleStatus("", "", "INCOMPLETE", "deployed", Optional.of("half.jar"), "", List.of(), List.of(),
                    Optional.of("it ends before its zip directory; copy it again")),
            new BundleStatus("", "", "REJECTED", "deployed", Optional.of("bad.jar"), "", List.of(), List.of(),
                    Optional.of("2026-11-28T08:30:24Z bad.jar is not taken: the desk that runs is not right with it:\n"
                            + "desk.yaml:3:5: error: unknown key \u001b[31m\"spede\"")));

    private String run(List<BundleStatus> bundles, Client client, String... arguments) throws UsageException {
        var out = new StringBuilder();
        assertThat(new BundlesCommand(() -> bundles).run(List.of(arguments), new Answer() {
            @Override
            public void out(String text) {
                out.append(text);
            }

            @Override
            public Client client() {
                return client;
            }
        })).isZero();
        return out.toString();
    }

    private static Client terminal(int width) {
        return new Client(width, 24, false, true, Path.of("/"));
    }

    @Test
    void shippedBundlesFitATerminal() throws UsageException {
        assertThat(run(SHIPPED, terminal(90))).isEqualTo("""
                BUNDLE                      VERSION         STATE   FROM     HASH      DEVICES
                dkvm.device.dummy.keyboard  0.1.0.SNAPSHOT  ACTIVE  shipped  01234567  keys, paper
                """);
        assertThat(run(SHIPPED, terminal(80)).lines()).allMatch(line -> TextWidth.of(line) <= 80);
    }

    @Test
    void whatDoesNotRunSaysWhy() throws UsageException {
        assertThat(run(MIXED, Client.UNKNOWN)).isEqualTo("""
                BUNDLE                      VERSION         STATE       FROM      HASH      DEVICES
                dkvm.device.dummy.keyboard  0.1.0.SNAPSHOT  SHADOWED    shipped   01234567  -
                dkvm.device.dummy.keyboard  0.2.0           ACTIVE      keys.jar  ffffffff  keys
                -                           -               INCOMPLETE  half.jar  -         -
                -                           -               REJECTED    bad.jar   -         -

                dkvm.device.dummy.keyboard 0.1.0.SNAPSHOT: 0.2.0 in keys.jar stands over it
                half.jar: it ends before its zip directory; copy it again
                rejected/bad.jar: 2026-11-28T08:30:24Z bad.jar is not taken: the desk that runs is not right with it:
                    desk.yaml:3:5: error: unknown key \\u001b[31m"spede"
                """.replace("\\u001b", OneLine.of("\u001b")));
        assertThat(run(MIXED, terminal(80)).lines()).allMatch(line -> TextWidth.of(line) <= 80)
                .anyMatch(line -> line.endsWith("it:"));
    }

    @Test
    void theJsonIsAsDocumented() throws UsageException {
        for (var bundles : List.of(List.<BundleStatus>of(), SHIPPED, MIXED)) {
            assertThat(Schemas.faults("bundles", run(bundles, Client.UNKNOWN, "--json"))).isEmpty();
        }
        assertThat(run(SHIPPED, Client.UNKNOWN, "--json"))
                .isEqualTo("{\"bundles\":[{\"bundle\":\"" + KEYBOARD + "\",\"version\":\"0.1.0.SNAPSHOT\",\"state\":"
                        + "\"ACTIVE\",\"origin\":\"shipped\",\"file\":null,\"hash\":\"" + HASH + "\",\"types\":"
                        + "[\"dummy-keyboard-source\"],\"devices\":[\"keys\",\"paper\"],\"reason\":null}]}\n");
    }
}
