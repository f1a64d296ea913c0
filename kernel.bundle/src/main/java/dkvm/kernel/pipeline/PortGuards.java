// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.sdk.wire.v1.Pressed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is down at the inputs of a sink. Guarded by the sink's lock. */
final class PortGuards {
    private final Map<String, PressedGuard> guards = new HashMap<>();

    PressedGuard at(String port) {
        return guards.computeIfAbsent(port, _ -> new PressedGuard());
    }

    /** Nothing is down at a process that took nothing over. */
    void clear() {
        guards.values().forEach(PressedGuard::clear);
    }

    /** What a process that takes over is told. */
    List<Pressed> down() {
        return guards.entrySet().stream().filter(port -> port.getValue().down().length > 0)
                .map(port -> Pressed.newBuilder().setPort(port.getKey())
                        .addAllUsages(Arrays.stream(port.getValue().down()).boxed().toList()).build())
                .toList();
    }
}
