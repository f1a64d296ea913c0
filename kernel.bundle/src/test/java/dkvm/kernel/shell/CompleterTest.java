// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleterTest {
    @TempDir
    Path folder;

    private final Commands commands = new Commands(name -> switch (name) {
        case "ID" -> List.of(new Candidate("keys", "RUNNING"), new Candidate("screen", "FAILED"));
        case "LEVEL" -> List.of(new Candidate("warn", ""), new Candidate("debug", ""));
        default -> List.of();
    }, command("devices", "devices [--json]"), command("logs", "logs [ID] [-f] [--level LEVEL] [--json]"),
            command("config", "config show|check FILE"));

    private static Command command(String name, String synopsis) {
        return new Command() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String synopsis() {
                return synopsis;
            }

            @Override
            public String summary() {
                return "about " + name;
            }

            @Override
            public int run(List<String> arguments, Answer answer) {
                return 0;
            }
        };
    }

    private Completer.Completion complete(String line) {
        int cursor = line.indexOf('^');
        var text = line.replace("^", "");
        return new Completer(commands, Set.of("felix:lb", "felix:start", "dkvm:devices", "dkvm:default"))
                .complete(new Request.Complete(text, cursor < 0 ? text.length() : cursor,
                        new Client(80, 24, false, true, folder)));
    }

    private List<String> values(String line) {
        return complete(line).candidates().stream().map(Candidate::value).toList();
    }

    @Test
    void commandsAreOfferedWithWhatTheyDo() {
        assertThat(complete("de")).isEqualTo(
                new Completer.Completion(0, List.of(new Candidate("devices", "about devices"))));
        assertThat(values("")).containsExactly("devices", "logs", "config", "help", "grep");
        assertThat(values("felix:")).containsExactlyInAnyOrder("felix:lb", "felix:start");
        assertThat(values("dkvm:d")).containsExactly("dkvm:devices");
        assertThat(values("nothing")).isEmpty();
    }

    @Test
    void whatTheirSynopsesNameIsOffered() {
        assertThat(complete("logs k")).isEqualTo(
                new Completer.Completion(5, List.of(new Candidate("keys", "RUNNING"))));
        assertThat(values("logs ")).containsExactly("keys", "screen", "-f", "--level", "--json");
        assertThat(values("logs keys --le")).containsExactly("--level");
        assertThat(values("logs --level ")).containsExactly("warn", "debug");
        assertThat(values("dkvm:logs s")).containsExactly("screen");
        assertThat(values("help lo")).containsExactly("logs");
        assertThat(values("felix:lb ")).isEmpty();
    }

    @Test
    void theWordAtTheCursorOfTheStatementAtTheCursorCounts() {
        assertThat(values("devices | gr")).containsExactly("grep");
        assertThat(complete("devices; logs s").from()).isEqualTo(14);
        assertThat(values("x = (logs s")).containsExactly("screen");
        assertThat(values("logs s^ | grep x")).containsExactly("screen");
        assertThat(complete("logs \"scr")).isEqualTo(
                new Completer.Completion(5, List.of(new Candidate("\"screen\"", "FAILED"))));
        assertThat(complete("logs 'k").candidates().getFirst().value()).isEqualTo("'keys'");
        assertThat(values("'dev")).containsExactly("'devices'");
    }

    @Test
    void filesAreThoseOfTheClientsFolder() throws IOException {
        Files.createDirectories(folder.resolve("sub/in"));
        Files.createFile(folder.resolve("desk.yaml"));
        Files.createFile(folder.resolve("my $desk.yaml"));

        assertThat(values("config check ")).containsExactly("desk.yaml", "\"my \\$desk.yaml\"", "sub/");
        assertThat(values("config check sub/")).containsExactly("sub/in/");
        assertThat(values("config check \"my ")).containsExactly("\"my \\$desk.yaml\"");
        assertThat(values("config check " + folder + "/d")).containsExactly(folder + "/desk.yaml");
        assertThat(values("config check nowhere/")).isEmpty();
        assertThat(values("config show ")).isEmpty();
    }

    @Test
    void itsJsonIsAsDocumented() {
        assertThat(complete("devi").json().toString()).isEqualTo(
                "{\"from\":0,\"candidates\":[{\"value\":\"devices\",\"description\":\"about devices\"}]}");
    }
}
