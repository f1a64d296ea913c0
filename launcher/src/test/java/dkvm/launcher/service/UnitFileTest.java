// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitFileTest {
    private static final Path SYSTEMD = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path folder;

    @Test
    void wordsAreQuoted() {
        assertThat(UnitFile.quoted("/opt/100% \"mine\" \\o/")).isEqualTo("\"/opt/100%% \\\"mine\\\" \\\\o/\"");
    }

    @Test
    void devicesKeepWhatTheyNeed() {
        var unit = new UnitFile(Path.of("/opt/dkvm/bin/dkvm"), Path.of("/opt/jdk"));
        for (var text : List.of(unit.system("ann"), unit.user())) {
            assertThat(text).contains("\nType=notify\n", "\nEnvironment=\"DKVM_JAVA_HOME=/opt/jdk\"\n",
                    "\nRestartPreventExitStatus=2\n", "\nKillMode=mixed\n");
            assertThat(text).doesNotContain("\nPrivate", "\nRestrictRealtime", "\nProtectClock", "\nMemoryDeny");
        }
        assertThat(unit.system("ann")).contains("\nUser=ann\n", "\nStateDirectory=dkvm\n");
    }

    @Test
    void systemdAcceptsThem() throws Exception {
        assumeTrue(Files.isExecutable(SYSTEMD), "systemd is not installed");
        var program = Files.createDirectories(folder.resolve("100% mine")).resolve("dkvm");
        Files.createFile(program, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        var unit = new UnitFile(program, Path.of("/opt/jdk"));

        assertThat(verified("--system", unit.system("root"))).isEmpty();
        assertThat(verified("--user", unit.user())).isEmpty();
    }

    private String verified(String manager, String text) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("dkvm.service"), text);
        var builder = new ProcessBuilder(SYSTEMD.toString(), manager, "verify", file.toString())
                .redirectErrorStream(true);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        // Of this unit alone: others of the machine may have faults of their own.
        return said.lines().filter(line -> line.contains("dkvm")).toList().toString().replaceFirst("^\\[]$", "");
    }
}
