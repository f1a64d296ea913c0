// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.config.RestartPolicy.Mode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AftermathTest {

    @ParameterizedTest
    @CsvSource({"0, BACK_OFF", "1, BACK_OFF", "63, BACK_OFF", "64, GIVE_UP", "74, GIVE_UP", "75, WAIT", "76, GIVE_UP",
            "78, GIVE_UP", "79, BACK_OFF", "127, BACK_OFF", "137, BACK_OFF", "139, BACK_OFF", "255, BACK_OFF"})
    void theExitStatusSaysWhetherAnotherTryMayHelp(int status, Aftermath expected) {
        for (var mode : new Mode[]{Mode.ON_FAILURE, Mode.ALWAYS}) {
            assertThat(Aftermath.of(mode, Optional.of(new ExitStatus(status)), false)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"NEVER, ENDED", "ON_FAILURE, ENDED", "ALWAYS, AGAIN"})
    void whoHasFinishedIsStartedAgainByPolicyAlways(Mode mode, Aftermath expected) {
        assertThat(Aftermath.of(mode, Optional.of(new ExitStatus(0)), true)).isEqualTo(expected);
    }

    @Test
    void policyNeverMeansNever() {
        for (int status = 0; status < 256; status++) {
            assertThat(Aftermath.of(Mode.NEVER, Optional.of(new ExitStatus(status)), false))
                    .isEqualTo(Aftermath.GIVE_UP);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = {"ON_FAILURE", "ALWAYS"})
    void whatCannotBeStartedIsTriedAgain(Mode mode) {
        assertThat(Aftermath.of(mode, Optional.empty(), false)).isEqualTo(Aftermath.BACK_OFF);
    }
}
