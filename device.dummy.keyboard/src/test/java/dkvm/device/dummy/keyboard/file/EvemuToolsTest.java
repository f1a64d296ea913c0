// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.KeyTable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the format writes, evemu's own tools read. They exit 0 whatever they met: their words tell. */
class EvemuToolsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void toolsAreInstalled() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "evemu-play")));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed).as("evemu-play (Debian package evemu-tools) must be there where CI=true").isTrue();
        }
        assumeTrue(installed, "evemu-play is not installed (Debian package evemu-tools)");
    }

    private Path recording() throws Exception {
        var format = new EvemuFormat(KeyTable.standard());
        var text = new StringBuilder(format.header());
        for (int evdev = 1; evdev < KeyTable.EVDEV_CODES; evdev++) {
            if (KeyTable.isKey(evdev)) {
                format.format(text, evdev, new KeyEvent(KeyTable.standard().usageOf(evdev), true));
                format.format(text, evdev, new KeyEvent(KeyTable.standard().usageOf(evdev), false));
            }
        }
        return Files.writeString(folder.resolve("all.evemu"), text);
    }

    private String run(Path input, String... command) throws Exception {
        var output = folder.resolve("output");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    @Test
    void playsEveryLine() throws Exception {
        assertThat(run(recording(), "evemu-play", "/dev/null")).doesNotContainIgnoringCase("fatal")
                .doesNotContainIgnoringCase("invalid");
    }

    @Test
    void wouldSayWhatItCannotPlay() throws Exception {
        var broken = Files.writeString(folder.resolve("broken.evemu"), "# EVEMU 1.3\nE: what\n");
        assertThat(run(broken, "evemu-play", "/dev/null")).containsIgnoringCase("fatal");
    }

    @Test
    void readsTheDescriptionOfTheDevice() throws Exception {
        // Without /dev/uinput the device cannot be made; that comes after its description was read.
        assertThat(run(recording(), "evemu-device", recording().toString())).doesNotContainIgnoringCase("fatal")
                .doesNotContainIgnoringCase("parse");
    }
}
