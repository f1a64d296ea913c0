// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where pools go that are files. */
final class PoolFolder {
    private PoolFolder() {}

    /** The launcher's choice; else the home's run-time folder. */
    static Path of(Function<String, @Nullable String> properties) {
        return Optional.ofNullable(properties.apply("dkvm.pools")).map(Path::of)
                .orElseGet(() -> Path.of(Optional.ofNullable(properties.apply("dkvm.home"))
                        .orElseGet(() -> System.getProperty("java.io.tmpdir")), "run", "pools"));
    }
}
