// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of reading a configuration file.
 *
 * @param desk the desk; empty if there is any error
 * @param findings errors and warnings in the order of the file
 * @param devices where each device's entry stands, by its id
 * @param memory the shared memory that each output with links needs, as far as that can be known
 * @param text what was read; empty if that was not possible
 */
public record Checked(Optional<Desk> desk, List<Finding> findings, Map<String, Position> devices,
        List<PortMemory> memory, String text) {
    /** Copies the collections. */
    public Checked {
        findings = List.copyOf(findings);
        devices = Map.copyOf(devices);
        memory = List.copyOf(memory);
    }

    /**
     * Whether the file can be used.
     *
     * @return false if there is any error
     */
    public boolean isOk() {
        return desk.isPresent();
    }
}
