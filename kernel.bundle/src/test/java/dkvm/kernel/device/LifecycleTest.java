// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.device.Lifecycle.Action;
import dkvm.kernel.device.Lifecycle.Event;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state a device can get into, with everything that can happen to it there. */
class LifecycleTest {
    private static final Set<Event> EXITS = Set.of(Event.EXIT_ENDED, Event.EXIT_RETRY, Event.EXIT_FINAL);

    @Test
    void isNeverInAStateThatContradictsItself() {
        var all = reachable(Lifecycle.initial(), _ -> true);

        assertThat(all).hasSizeGreaterThan(12).allSatisfy(device -> {
            switch (device.state()) {
                case WAITING -> assertThat(device.wanted() && !device.bridge()).isTrue();
                case STARTING, RUNNING -> assertThat(device.wanted() && device.bridge()).isTrue();
                case STOPPED -> assertThat(device.wanted()).isFalse();
                case STOPPING -> assertThat(device.alive()).isTrue();
                case BACKOFF -> assertThat(device.wanted() && device.bridge()).isTrue();
                case ENDED, FAILED -> assertThat(device.wanted()).isTrue();
            }
        });
    }

    @Test
    void neverHasTwoProcesses() {
        forAll((before, event, step) -> {
            if (step.action() == Action.LAUNCH) {
                assertThat(before.alive() && !EXITS.contains(event)).isFalse();
                assertThat(step.next().state()).isEqualTo(DeviceState.STARTING);
            } else if (!before.alive()) {
                assertThat(step.next().alive()).isFalse();
            }
        });
    }

    @Test
    void losesNoProcess() {
        forAll((before, event, step) -> {
            if (before.alive() && !EXITS.contains(event)) {
                assertThat(step.next().alive()).isTrue();
            }
            if (step.action() == Action.END_PROCESS) {
                assertThat(before.alive()).isTrue();
                assertThat(step.next().state()).isEqualTo(DeviceState.STOPPING);
            }
        });
    }

    @Test
    void isToldOnceToEnd() {
        forAll((before, _, step) -> assertThat(step.action() == Action.END_PROCESS).isEqualTo(
                step.next().state() == DeviceState.STOPPING && before.state() != DeviceState.STOPPING));
    }

    @Test
    void waitsForARetryInBackoffAlone() {
        forAll((before, _, step) -> assertThat(step.action() == Action.AWAIT_RETRY).isEqualTo(
                step.next().state() == DeviceState.BACKOFF && before.state() != DeviceState.BACKOFF));
    }

    @Test
    void isNotStartedOnceItWasStoppedWhateverHappensButACommand() {
        for (var device : reachable(Lifecycle.initial(), _ -> true)) {
            var stopped = device.on(Event.STOP);
            assertThat(stopped.action()).isNotEqualTo(Action.LAUNCH);
            for (var later : reachable(stopped.next(),
                    event -> event != Event.START && event != Event.RESTART)) {
                assertThat(later.wanted()).isFalse();
                assertThat(later.state()).isIn(DeviceState.STOPPING, DeviceState.STOPPED);
            }
        }
    }

    @Test
    void comesToRestOnceItWasStoppedAndItsProcessHasEnded() {
        for (var device : reachable(Lifecycle.initial(), _ -> true)) {
            for (var exit : EXITS) {
                assertThat(device.on(Event.STOP).next().on(exit).next().state()).isEqualTo(DeviceState.STOPPED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
            "START,                                        WAITING,  NONE",
            "START BRIDGE,                                 STARTING, LAUNCH",
            "BRIDGE START,                                 STARTING, LAUNCH",
            "BRIDGE START ACTIVATED,                       RUNNING,  NONE",
            "BRIDGE START ACTIVATED EXIT_RETRY,            BACKOFF,  AWAIT_RETRY",
            "BRIDGE START EXIT_RETRY,                      BACKOFF,  AWAIT_RETRY",
            "BRIDGE START EXIT_RETRY RETRY,                STARTING, LAUNCH",
            "BRIDGE START EXIT_RETRY NO_BRIDGE,            WAITING,  NONE",
            "BRIDGE START EXIT_RETRY NO_BRIDGE RETRY,      WAITING,  NONE",
            "BRIDGE START EXIT_RETRY STOP RETRY,           STOPPED,  NONE",
            "BRIDGE START EXIT_RETRY RENEW,                STARTING, LAUNCH",
            "BRIDGE START ACTIVATED EXIT_FINAL,            FAILED,   NONE",
            "BRIDGE START ACTIVATED EXIT_FINAL START,      STARTING, LAUNCH",
            "BRIDGE START ACTIVATED EXIT_ENDED,            ENDED,    NONE",
            "BRIDGE START ACTIVATED EXIT_ENDED RENEW,      STARTING, LAUNCH",
            "BRIDGE START ACTIVATED RENEW,                 STOPPING, END_PROCESS",
            "BRIDGE START ACTIVATED RENEW RENEW,           STOPPING, NONE",
            "BRIDGE START ACTIVATED RENEW EXIT_FINAL,      STARTING, LAUNCH",
            "BRIDGE START ACTIVATED NO_BRIDGE,             STOPPING, END_PROCESS",
            "BRIDGE START ACTIVATED NO_BRIDGE EXIT_FINAL,  WAITING,  NONE",
            "BRIDGE START ACTIVATED NO_BRIDGE BRIDGE EXIT_FINAL, STARTING, LAUNCH",
            "BRIDGE START ACTIVATED STOP START EXIT_FINAL, STARTING, LAUNCH",
            "BRIDGE START STOP ACTIVATED,                  STOPPING, NONE",
            "RENEW,                                        STOPPED,  NONE",
            "RESTART,                                      WAITING,  NONE",
            "BRIDGE RESTART,                               STARTING, LAUNCH",
            "BRIDGE START ACTIVATED RESTART,               STOPPING, END_PROCESS",
            "BRIDGE START ACTIVATED RESTART EXIT_FINAL,    STARTING, LAUNCH",
            "BRIDGE START ACTIVATED STOP RESTART EXIT_FINAL, STARTING, LAUNCH",
            "BRIDGE START EXIT_FINAL RESTART,              STARTING, LAUNCH",
            "BRIDGE START EXIT_ENDED RESTART,              STARTING, LAUNCH",
            "BRIDGE START EXIT_RETRY RESTART,              STARTING, LAUNCH",
            "BRIDGE START EXIT_RETRY FORGIVEN,             STARTING, LAUNCH",
            "BRIDGE START EXIT_FINAL FORGIVEN,             STARTING, LAUNCH",
            "BRIDGE START EXIT_FINAL NO_BRIDGE FORGIVEN,   WAITING,  NONE",
            "BRIDGE START EXIT_ENDED FORGIVEN,             ENDED,    NONE",
            "BRIDGE START ACTIVATED FORGIVEN,              RUNNING,  NONE",
            "BRIDGE START EXIT_FINAL STOP FORGIVEN,        STOPPED,  NONE",
    })
    void goes(String events, DeviceState state, Action action) {
        var step = new Lifecycle.Step(Lifecycle.initial(), Action.NONE);
        for (var event : events.split(" ", -1)) {
            step = step.next().on(Event.valueOf(event));
        }

        assertThat(step.next().state()).isEqualTo(state);
        assertThat(step.action()).isEqualTo(action);
    }

    private interface Check {
        void check(Lifecycle before, Event event, Lifecycle.Step step);
    }

    private static void forAll(Check check) {
        for (var device : reachable(Lifecycle.initial(), _ -> true)) {
            for (var event : Event.values()) {
                check.check(device, event, device.on(event));
            }
        }
    }

    private static Set<Lifecycle> reachable(Lifecycle from, Predicate<Event> events) {
        var seen = new LinkedHashSet<Lifecycle>();
        var todo = new ArrayDeque<Lifecycle>();
        todo.add(from);
        while (!todo.isEmpty()) {
            var device = todo.remove();
            if (seen.add(device)) {
                for (var event : Event.values()) {
                    if (events.test(event)) {
                        todo.add(device.on(event).next());
                    }
                }
            }
        }
        return seen;
    }
}
