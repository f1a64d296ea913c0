// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.place;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which folder is a kernel's home; nothing is touched. */
public final class HomePath {
    private final Map<String, String> environment;

    /**
     * Looks in an environment.
     *
     * @param environment variables; empty ones count as not set
     */
    public HomePath(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The home: {@code --home}, {@code DKVM_HOME}, {@code $STATE_DIRECTORY}, {@code $XDG_STATE_HOME/dkvm},
     * {@code ~/.local/state/dkvm}.
     *
     * @param option the value of {@code --home}
     * @return an absolute path
     */
    public Path resolve(@Nullable Path option) {
        if (option != null) {
            return option.toAbsolutePath().normalize();
        }
        return variable("DKVM_HOME").or(() -> directory("STATE_DIRECTORY"))
                .or(() -> base("XDG_STATE_HOME").map(p -> p.resolve("dkvm")))
                .orElseGet(() -> user().resolve(".local/state/dkvm")).toAbsolutePath().normalize();
    }

    /**
     * The folder of a user's configuration.
     *
     * @return {@code $XDG_CONFIG_HOME}, or {@code ~/.config}
     */
    public Path configuration() {
        return base("XDG_CONFIG_HOME").orElseGet(() -> user().resolve(".config"));
    }

    /**
     * The folder of what can be made again.
     *
     * @return {@code $CACHE_DIRECTORY}, {@code $XDG_CACHE_HOME/dkvm}, {@code ~/.cache/dkvm}
     */
    public Path cache() {
        return directory("CACHE_DIRECTORY").or(() -> base("XDG_CACHE_HOME").map(p -> p.resolve("dkvm")))
                .orElseGet(() -> user().resolve(".cache/dkvm"));
    }

    /**
     * The folder of what a kernel can make again.
     *
     * @param option the value of {@code --home}
     * @return {@code HOME/cache} of a home that was named, else {@link #cache()}
     */
    public Path cache(@Nullable Path option) {
        return option == null ? cache() : resolve(option).resolve("cache");
    }

    /** A variable that systemd sets; it may name several folders, the first is the service's own. */
    Optional<Path> directory(String name) {
        return text(name).map(v -> Path.of(v.split(":", -1)[0]));
    }

    /** A variable of the XDG base directory specification, by which relative paths are invalid and ignored. */
    Optional<Path> base(String name) {
        return variable(name).filter(Path::isAbsolute);
    }

    private Optional<Path> variable(String name) {
        return text(name).map(Path::of);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
    }

    private Path user() {
        return variable("HOME").orElseGet(() -> Path.of(System.getProperty("user.home")));
    }
}
