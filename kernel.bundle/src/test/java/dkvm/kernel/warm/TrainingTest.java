// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a trial says when it goes wrong. The JVM is played by a script. */
@Timeout(60)
class TrainingTest {
    @TempDir
    Path folder;

    @Test
    void theEndOfWhatItSaidIsTold() throws Exception {
        var training = training("head -c 100000 /dev/zero | tr '\\0' x >&2; echo why it failed >&2; exit 3");
        var noise = "x".repeat(TrialOutput.KEPT - "why it failed\n".length());

        assertThatThrownBy(training::run).isInstanceOf(TrainingFailedException.class)
                .hasMessage("the trial ended with 3: " + noise + "why it failed");
    }

    @Test
    void oneThatSaysTooMuchIsEndedAndFillsNoDisk() throws Exception {
        var training = training("yes >&2");

        assertThatThrownBy(training::run).isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("more than " + TrialOutput.MOST + " bytes");
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
                    .isLessThan(1000);
        }
    }

    private Training training(String script) throws Exception {
        return new Training(Trainees.played(folder, script), Files.createDirectories(folder.resolve("work")));
    }
}
