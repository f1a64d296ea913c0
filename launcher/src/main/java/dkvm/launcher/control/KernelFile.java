// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a running kernel is found, as {@code HOME/kernel.json} says.
 *
 * @param socket its control socket
 */
public record KernelFile(Path socket) {

    /**
     * Reads a home.
     *
     * @param home the home
     * @return empty: no kernel is said to be there
     */
    public static Optional<KernelFile> read(Path home) {
        try (var in = Files.newBufferedReader(home.resolve("kernel.json"))) {
            return JsonParser.parseReader(in) instanceof JsonObject file && file.has("socket")
                    ? Optional.of(new KernelFile(Path.of(file.get("socket").getAsString())))
                    : Optional.empty();
        } catch (IOException | JsonParseException | InvalidPathException | UnsupportedOperationException
                | IllegalStateException _) {
            return Optional.empty();
        }
    }
}
