// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import java.nio.file.Path;
import java.util.Map;

/**
 * A device that was launched, from which a cache for its program can be trained.
 *
 * @param type the device's type, for the log
 * @param program its program
 * @param environment its environment, the configuration included
 * @param directory its working directory
 */
public record Trainee(String type, JavaProgram program, Map<String, String> environment, Path directory) {

    /** Copies the map. */
    public Trainee {
        environment = Map.copyOf(environment);
    }
}
