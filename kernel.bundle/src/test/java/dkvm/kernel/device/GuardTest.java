// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuardTest {
    private final Guard guard = new Guard();

    @Test
    void errorsTooAreNoReasonToLeaveTheOthers() {
        Guard.run("a", GuardTest::fail);
        guard.again("a", GuardTest::fail);
    }

    @Test
    void whatFailsEachTimeIsToldOnce() {
        try (var complaints = new Complaints()) {
            for (int i = 0; i < 10; i++) {
                guard.again("a", GuardTest::fail);
            }
            assertThat(complaints.heard()).hasSize(1);
            guard.again("a", () -> {});
            guard.again("a", GuardTest::fail);
            assertThat(complaints.heard()).hasSize(2);
        }
    }

    private static void fail() {
        throw new NoClassDefFoundError("x/Y");
    }
}
