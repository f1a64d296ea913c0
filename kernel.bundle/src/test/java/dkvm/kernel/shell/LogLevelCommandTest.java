// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLevelCommandTest {
    private final List<String> done = new ArrayList<>();
    private final LogLevelCommand command = new LogLevelCommand((id, level) -> {
        boolean there = id.equals("keys");
        if (there) {
            done.add(id + " " + level);
        }
        return there;
    }, (logger, level) -> done.add("[" + logger + "] " + level));

    private void run(String... arguments) throws UsageException {
        assertThat(command.run(List.of(arguments), _ -> {})).isZero();
    }

    @Test
    void setsTheKernelsOwnOrADevices() throws UsageException {
        run("debug");
        run("keys", "trace");
        assertThat(done).containsExactly("[] debug", "keys TRACE", "[device.keys] trace");
    }

    @ParameterizedTest
    @CsvSource({"'', log-level: which one?", "loud, \"loud\" is no log level", "key debug, no device \"key\"",
            "keys, \"keys\" is no log level", "keys debug x, one argument too many"})
    void refusesWhatItDoesNotKnow(String arguments, String words) {
        var list = arguments.isEmpty() ? List.<String>of() : List.of(arguments.split(" ", -1));
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> command.run(list, _ -> {}))
                .withMessageContaining(words);
        assertThat(done).isEmpty();
    }
}
