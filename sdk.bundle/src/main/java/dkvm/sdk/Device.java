// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.call.CallHandler;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.internal.DeviceProcess;
import dkvm.sdk.internal.DeviceSpec;
import dkvm.sdk.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A device program. Its {@code main} says what the device is and runs it:
 *
 * <pre>{@code
 * Device.of("dummy-keyboard-source").output("keys", StreamKind.KEYBOARD).resumable().source(MySource::new).run();
 * Device.of("dummy-keyboard-sink").input("keys", StreamKind.KEYBOARD).sink(MySink::new).run();
 * }</pre>
 */
public final class Device {
    private final DeviceSpec spec;

    private Device(DeviceSpec spec) {
        this.spec = spec;
    }

    /**
     * Begins to describe a device.
     *
     * @param type its type, as in the configuration file
     * @return a description to be completed
     */
    public static Builder of(String type) {
        return new Builder(type);
    }

    /**
     * Runs the device in this process. Takes stdin and stdout for the kernel: from now on {@link System#in} is empty and
     * what is printed to {@link System#out} goes to the log. Ends the process and therefore never returns: with status 0
     * when the device has finished or was told to stop, with the status of a {@link DeviceFailure}, with 64 when it was
     * not started by a kernel, with 1 after any other failure.
     */
    public void run() {
        DeviceProcess.run(spec);
    }

    /** A device's description, not yet complete. For one thread. */
    public static final class Builder {
        private final String type;
        private final List<Port> ports = new ArrayList<>();
        private final Map<String, CallHandler> services = new TreeMap<>();
        private boolean resumable;

        private Builder(String type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /**
         * Adds an output.
         *
         * @param name unique among the outputs
         * @param kind what it gives out
         * @return this
         */
        public Builder output(String name, StreamKind kind) {
            ports.add(Port.out(name, kind));
            return this;
        }

        /**
         * Adds an input.
         *
         * @param name unique among the inputs
         * @param kind what it takes in
         * @return this
         */
        public Builder input(String name, StreamKind kind) {
            ports.add(Port.in(name, kind));
            return this;
        }

        /**
         * Adds an input of shared buffers that keeps more or fewer of them at the same time than is usual for its kind.
         *
         * @param name unique among the inputs
         * @param kind what it takes in
         * @param maxHeld the most buffers it holds, up to {@link Port#MAX_HELD}; 0: the kind's usual number, display 2,
         *            else 4
         * @return this
         * @throws IllegalArgumentException if {@code maxHeld} is out of range
         */
        public Builder input(String name, StreamKind kind, int maxHeld) {
            ports.add(Port.in(name, kind, maxHeld));
            return this;
        }

        /**
         * Offers a service to other devices and to the kernel, see {@link dkvm.sdk.call.Calls#call}. It can be called
         * while the device is active.
         *
         * @param service its name; {@code device} is taken
         * @param handler answers its calls
         * @return this
         * @throws IllegalArgumentException if the device offers such a service already
         */
        public Builder serves(String service, CallHandler handler) {
            if (service.equals(Wire.DEVICE_SERVICE) || services.containsKey(service)) {
                throw new IllegalArgumentException("the service \"" + service + "\" is taken");
            }
            services.put(service, handler);
            return this;
        }

        /**
         * Says that the device, begun anew after a crash or a replacement, goes on with the event that
         * {@link Output#nextSeq()} tells.
         *
         * @return this
         */
        public Builder resumable() {
            resumable = true;
            return this;
        }

        /**
         * Completes a device that produces.
         *
         * @param factory makes its source; called once a process
         * @return the device
         * @throws IllegalStateException if an input was added: nobody would take its events
         */
        public Device source(SourceFactory factory) {
            for (Port port : ports) {
                if (port.direction() == Direction.IN) {
                    throw new IllegalStateException("a source has no inputs: \"" + port.name() + '"');
                }
            }
            return new Device(new DeviceSpec(type, ports, resumable, services, new DeviceSpec.Producing(factory)));
        }

        /**
         * Completes a device that consumes; it may have outputs besides.
         *
         * @param factory makes its sink; called once a process
         * @return the device
         */
        public Device sink(SinkFactory factory) {
            return new Device(new DeviceSpec(type, ports, resumable, services, new DeviceSpec.Consuming(factory)));
        }
    }
}
