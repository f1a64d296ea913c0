// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomePathTest {
    private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/ann", "DKVM_HOME", "/a",
            "STATE_DIRECTORY", "/b:/other", "XDG_STATE_HOME", "/c"));

    @Test
    void theFirstPlaceThatIsNamedWins() {
        assertThat(new HomePath(environment).resolve(Path.of("/x/../y"))).isEqualTo(Path.of("/y"));
        assertThat(home()).isEqualTo("/a");
        environment.remove("DKVM_HOME");
        assertThat(home()).isEqualTo("/b");
        environment.remove("STATE_DIRECTORY");
        assertThat(home()).isEqualTo("/c/dkvm");
        environment.remove("XDG_STATE_HOME");
        assertThat(home()).isEqualTo("/home/ann/.local/state/dkvm");
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        environment.put("DKVM_HOME", "");

        assertThat(home()).isEqualTo("/b");
    }

    @Test
    void aRelativeXdgFolderIsIgnored() {
        environment.keySet().removeAll(java.util.List.of("DKVM_HOME", "STATE_DIRECTORY"));
        environment.put("XDG_STATE_HOME", "state");

        assertThat(home()).isEqualTo("/home/ann/.local/state/dkvm");
    }

    @Test
    void configurationIsXdgToo() {
        assertThat(new HomePath(environment).configuration()).hasToString("/home/ann/.config");
        environment.put("XDG_CONFIG_HOME", "/etc/xdg");
        assertThat(new HomePath(environment).configuration()).hasToString("/etc/xdg");
    }

    @Test
    void cachesAreTheServicesElseTheUsers() {
        assertThat(new HomePath(environment).cache()).hasToString("/home/ann/.cache/dkvm");
        environment.put("XDG_CACHE_HOME", "/d");
        assertThat(new HomePath(environment).cache()).hasToString("/d/dkvm");
        environment.put("CACHE_DIRECTORY", "/e");
        assertThat(new HomePath(environment).cache()).hasToString("/e");
    }

    @Test
    void aHomeThatIsNamedKeepsItsOwnCaches() {
        assertThat(new HomePath(environment).cache(Path.of("/h"))).hasToString("/h/cache");
        assertThat(new HomePath(environment).cache(null)).hasToString("/home/ann/.cache/dkvm");
    }

    private String home() {
        return new HomePath(environment).resolve(null).toString();
    }
}
