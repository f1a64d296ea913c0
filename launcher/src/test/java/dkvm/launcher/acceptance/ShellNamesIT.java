// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shell of a kernel with all its bundles: every name is ours in both ways in, and what it prints has its shape. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ShellNamesIT {
    private static final List<String> NAMES = List.of("devices", "device", "start", "stop", "restart", "types",
            "pipelines", "link", "unlink", "tap", "logs", "log-level", "events", "buffers", "top", "dot", "bundles",
            "install", "uninstall", "bundle-restart", "config", "shutdown", "help");

    /** What prints a value, and what prints one a line. */
    private static final Map<String, String> VALUES = Map.ofEntries(Map.entry("devices --json", "devices"),
            Map.entry("pipelines --json", "pipelines"),
            Map.entry("buffers --json", "buffers"),
            Map.entry("bundles --json", "bundles"),
            Map.entry("types --json", "types"),
            Map.entry("types dummy-display-source --json", "type"),
            Map.entry("types process --json", "type"),
            Map.entry("device broken --json", "device"),
            Map.entry("config show --json", "config"),
            Map.entry("config diff --json", "config-changes"),
            Map.entry("config reload --json", "config-changes"));
    private static final Map<String, String> LINES = Map.of("logs --json", "log-record", "events --json", "event",
            "top --json -n 2 --interval 100ms", "top", "tap screen -n 3 --json", "tap-event");

    private static final JsonSchemaFactory VALIDATORS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    @RegisterExtension
    final Lab lab = new Lab();

    private Kernel kernel() throws IOException {
        var kernel = lab.start("--log-level", "debug", lab.desk("""
                devices:
                  screen: {type: dummy-display-source, config: {width: 64, height: 64}}
                  window: {type: dummy-display-sink, config: {directory: frames, every: 1000}}
                  broken: {type: process, config: {command: [sh, -c, "exit 70"]}}
                  late: {type: no-such-type}
                pipelines:
                  watching: {from: screen, to: window}
                  later: {from: screen, to: late}
                """));
        kernel.awaitState("broken", "FAILED");
        kernel.awaitRunning("window");
        Await.until("pictures pass",
                () -> kernel.links().all().stream().anyMatch(link -> Links.number(link, "out") > 0));
        return kernel;
    }

    private static void conforms(String schema, String json) {
        var file = Lab.CHECKOUT.resolve("docs/schema").resolve(schema + ".schema.json");
        assertThat(VALIDATORS.getSchema(SchemaLocation.of(file.toUri().toString())).validate(json, InputFormat.JSON))
                .as("%s: %s", schema, json).isEmpty();
    }

    @Test
    void everyNameIsOursAndWhatItPrintsHasItsShape() throws Exception {
        var kernel = kernel();
        try (var shell = ControlLine.to(lab.home())) {
            for (var name : NAMES) {
                var help = shell.args(name, "--help");
                assertThat(help.out()).as(name).startsWith(name);
                assertThat(shell.line(name + " --help")).as("%s in a line", name).isEqualTo(help);
                assertThat(shell.line("dkvm:" + name + " --help")).isEqualTo(help);
                assertThat(shell.line("help " + name)).isEqualTo(help);
            }
            assertThat(shell.line("felix:lb").out()).contains("dKVMs kernel", "Apache Felix Gogo Runtime");
            assertThat(shell.line("felix:headers dkvm.kernel | grep Bundle-SymbolicName").out())
                    .contains("dkvm.kernel");
            VALUES.forEach((command, schema) -> {
                conforms(schema, shell.line(command).out());
                conforms(schema, shell.args(command.split(" ", -1)).out());
            });
            LINES.forEach((command, schema) -> {
                var lines = shell.line(command).out().lines().toList();
                assertThat(lines).as(command).isNotEmpty().allSatisfy(line -> conforms(schema, line));
            });
            assertThat(shell.args("bundles").out()).contains("dkvm.device.dummy.display", "ACTIVE", "shipped",
                    "screen, window");
            assertThat(shell.args("uninstall", "dkvm.device.dummy.display")).satisfies(refused -> {
                assertThat(refused.exit()).isEqualTo(1);
                assertThat(refused.err()).startsWith("dkvm: uninstall: dkvm.device.dummy.display is shipped");
            });
            assertThat(shell.args("install", "absent.jar").err()).startsWith("dkvm: install: there is no file");
            assertThat(shell.ask("{\"complete\":\"bundle-restart dkvm.device.dummy.d\"}").other())
                    .contains("dkvm.device.dummy.display", "ACTIVE");
            conforms("completion", shell.ask("{\"complete\":\"logs w\"}").other());
            assertThat(shell.ask("{\"complete\":\"logs w\"}").other()).contains("window", "RUNNING");
            assertThat(shell.ask("{\"complete\":\"unlink screen.video w\"}").other()).contains("window.video");

            try (var follower = ControlLine.to(lab.home())) {
                follower.send("{\"line\":\"logs -f | grep -v nothing\"}");
                follower.send("{\"cancel\":true}");
                assertThat(follower.reply().exit()).isEqualTo(130);
                follower.send("{\"args\":[\"logs\",\"-f\"]}");
            }
            assertThat(shell.args("shutdown").exit()).isZero();
        }
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
        assertThat(kernel.log()).doesNotContain("IOException", "Broken pipe", "\tat ");
        assertThat(Files.readString(lab.file("out"))).as("Gogo's streams are not the kernel's").isEmpty();
    }

    @Test
    void nobodyElseMayConnect() throws Exception {
        Lab.needs("socat", "socat");
        Lab.needs("setpriv", "util-linux");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can try as somebody else");
        var kernel = lab.start(lab.desk("devices: {d: {type: no-such-type}}\n"));
        Await.until("the control socket", () -> kernel.ask("devices").isPresent());
        var socket = ControlLine.socket(lab.home());
        // The socket alone keeps others out, also where the folders do not.
        for (var folder : List.of(lab.home(), socket.getParent())) {
            assertThat(lab.program(null, List.of("chmod", "0755", folder.toString())).code()).isZero();
        }
        var connect = List.of("socat", "-u", "OPEN:/dev/null", "UNIX-CONNECT:" + socket);
        assertThat(lab.program(null, connect).code()).isZero();
        var other = lab.program(null, as(65534, connect));
        assertThat(other.code()).isNotZero();
        assertThat(other.err()).contains("Permission denied");
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }

    private static List<String> as(int user, List<String> command) {
        var line = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        line.addAll(command);
        return line;
    }

    /** For those who read the documentation. */
    @Test
    void theSchemasAreSchemas() throws IOException {
        try (var files = Files.newDirectoryStream(Lab.CHECKOUT.resolve("docs/schema"), "*.schema.json")) {
            for (Path file : files) {
                var meta = VALIDATORS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
                assertThat(meta.validate(Files.readString(file), InputFormat.JSON)).as(file.toString()).isEmpty();
            }
        }
    }
}
