// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.List;

/**
 * A whole configuration: everything checked, defaults filled in.
 *
 * @param name the kernel's name
 * @param memory the limits of shared memory
 * @param watch whether saving the file applies it
 * @param devices in the order of the file
 * @param pipelines in the order of the file
 */
public record Desk(String name, MemorySettings memory, boolean watch, List<DeviceEntry> devices,
        List<PipelineEntry> pipelines) {
    /** Copies the lists. */
    public Desk {
        devices = List.copyOf(devices);
        pipelines = List.copyOf(pipelines);
    }
}
