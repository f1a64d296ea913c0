// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimePlacesTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void liesInTheServicesFolderElseTheUsersElseTheHome() throws IOException {
        var home = Home.open(folder.resolve("home"));
        assertThat(parent(home)).isEqualTo(home.run());

        environment.put("XDG_RUNTIME_DIR", folder.toString());
        assertThat(parent(home)).isEqualTo(folder.resolve("dkvm"));

        var service = Files.createDirectory(folder.resolve("service"));
        environment.put("RUNTIME_DIRECTORY", service + ":/elsewhere");
        assertThat(parent(home)).isEqualTo(service);
    }

    @Test
    void anAbsentRuntimeFolderIsPassedOver() throws IOException {
        var home = Home.open(folder.resolve("home"));
        environment.put("XDG_RUNTIME_DIR", folder.resolve("absent").toString());

        assertThat(parent(home)).isEqualTo(home.run());
        assertThat(folder.resolve("absent")).doesNotExist();
    }

    @Test
    void eachHomeHasItsOwn() throws IOException {
        environment.put("XDG_RUNTIME_DIR", folder.toString());

        assertThat(choose(Home.open(folder.resolve("a")))).isNotEqualTo(choose(Home.open(folder.resolve("b"))))
                .isEqualTo(choose(Home.open(folder.resolve("a"))));
    }

    @Test
    void poolsLieBesideTheSocket() throws IOException {
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        var home = Home.open(folder.resolve("home"));

        var pools = new RuntimePlaces(new HomePath(environment)).pools(home);

        assertThat(pools.resolveSibling("")).isEqualTo(folder.resolve("dkvm"));
        assertThat(pools).doesNotExist();
        assertThat(pools.toString().replace(".pools", ".sock")).isEqualTo(choose(home).toString());
    }

    @Test
    void thereIsNoneWhereThePathIsTooLong() throws IOException {
        var home = Home.open(folder.resolve("x".repeat(RuntimePlaces.MAX_BYTES)));

        assertThat(new RuntimePlaces(new HomePath(environment)).socket(home)).isEmpty();
    }

    private Path choose(Home home) {
        return new RuntimePlaces(new HomePath(environment)).socket(home).orElseThrow();
    }

    private Path parent(Home home) {
        return choose(home).resolveSibling("");
    }
}
