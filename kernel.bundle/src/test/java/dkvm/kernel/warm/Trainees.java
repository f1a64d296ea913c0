// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Devices whose JVM is played by a shell script. */
final class Trainees {
    private Trainees() {}

    static Trainee played(Path folder, String script) throws IOException {
        return played(folder, script, Map.of());
    }

    static Trainee played(Path folder, String script, Map<String, String> more) throws IOException {
        var java = Files.writeString(Files.createTempFile(folder, "java", ""), "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        var environment = new HashMap<>(more);
        environment.put("PATH", System.getenv("PATH"));
        return new Trainee("played", new JavaProgram(java, List.of(), List.of(), "Main"), environment, folder);
    }
}
