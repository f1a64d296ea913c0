// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.SinkFactory;
import dkvm.sdk.SourceFactory;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.call.CallHandler;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a device program says of itself.
 *
 * @param type the device type
 * @param ports its outputs and inputs
 * @param resumable whether its streams go on at the next number in another process
 * @param services who answers calls, by service
 * @param program the author's half
 */
public record DeviceSpec(String type, List<Port> ports, boolean resumable, Map<String, CallHandler> services,
        Program program) {

    /** Copies the ports and services. */
    public DeviceSpec {
        ports = List.copyOf(ports);
        services = Collections.unmodifiableMap(new TreeMap<>(services));
    }

    /**
     * A device that offers no services.
     *
     * @param type the device type
     * @param ports its outputs and inputs
     * @param resumable whether its streams go on at the next number in another process
     * @param program the author's half
     */
    public DeviceSpec(String type, List<Port> ports, boolean resumable, Program program) {
        this(type, ports, resumable, Map.of(), program);
    }

    /** The author's half: it produces or it consumes. */
    public sealed interface Program {}

    /**
     * It produces.
     *
     * @param factory makes the source
     */
    public record Producing(SourceFactory factory) implements Program {}

    /**
     * It consumes.
     *
     * @param factory makes the sink
     */
    public record Consuming(SinkFactory factory) implements Program {}
}
