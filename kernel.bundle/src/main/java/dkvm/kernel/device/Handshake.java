// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.Words;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Welcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a device must say of itself to be taken. Of what it says instead, little is repeated, and that visibly. */
final class Handshake {
    /** What is told a device of its streams has to fit one message. */
    private static final int MAX_PORTS = 256;
    private static final Pattern PORT_NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private Handshake() {}

    /** Why a device is not taken; empty: it is. */
    static Optional<String> refusal(Hello hello, String type) {
        if (Integer.compareUnsigned(hello.getMinVersion(), Wire.VERSION) > 0
                || Integer.compareUnsigned(hello.getMaxVersion(), Wire.VERSION) < 0) {
            return Optional.of("it speaks protocol versions " + Integer.toUnsignedString(hello.getMinVersion())
                    + " to " + Integer.toUnsignedString(hello.getMaxVersion()) + ", this kernel speaks "
                    + Wire.VERSION);
        }
        if (!hello.getType().equals(type) && !type.equals(DeviceType.PROCESS)) {
            return Optional.of("it says it is a " + Words.quote(hello.getType()) + ", and a " + Words.quote(type)
                    + " was started");
        }
        if (hello.getRequiredFeaturesCount() > 0) {
            return Optional.of("it needs "
                    + Words.list(hello.getRequiredFeaturesList().stream().map(Words::quote).toList())
                    + ", which this kernel does not have");
        }
        return refusal(hello.getPortsList());
    }

    private static Optional<String> refusal(List<dkvm.sdk.wire.v1.Port> ports) {
        if (ports.size() > MAX_PORTS) {
            return Optional.of("it has " + ports.size() + " ports; " + MAX_PORTS + " are allowed");
        }
        var seen = new HashSet<String>();
        for (var port : ports) {
            if (!PORT_NAME.matcher(port.getName()).matches()) {
                return Optional.of("it has a port named " + Words.quote(port.getName())
                        + ", which is not [a-z][a-z0-9-]*, 64 characters at most");
            }
            if (!seen.add(port.getDirectionValue() + " " + port.getName())) {
                return Optional.of("it has port \"" + port.getName() + "\" twice");
            }
            if (port.getMaxHeld() < 0 || port.getMaxHeld() > Port.MAX_HELD) {
                return Optional.of("its port \"" + port.getName() + "\" wants to hold "
                        + Integer.toUnsignedString(port.getMaxHeld()) + " buffers; " + Port.MAX_HELD + " are allowed");
            }
        }
        return Optional.empty();
    }

    /** The ports the device says it has. */
    static List<Port> ports(Hello hello) {
        return hello.getPortsList().stream().flatMap(Handshake::port).toList();
    }

    private static Stream<Port> port(dkvm.sdk.wire.v1.Port port) {
        var direction = switch (port.getDirection()) {
            case OUT -> Direction.OUT;
            case IN -> Direction.IN;
            default -> null;
        };
        var kind = switch (port.getKind()) {
            case KEYBOARD -> StreamKind.KEYBOARD;
            case POINTER -> StreamKind.POINTER;
            case DISPLAY -> StreamKind.DISPLAY;
            case AUDIO -> StreamKind.AUDIO;
            case DATA -> StreamKind.DATA;
            default -> null;
        };
        return direction == null || kind == null
                ? Stream.empty()
                : Stream.of(
                        new Port(port.getName(), direction, kind, direction == Direction.IN ? port.getMaxHeld() : 0));
    }

    static Welcome welcome(String kernelName) {
        return Welcome.newBuilder().setVersion(Wire.VERSION).setKernel(kernelName).setSoftware("dkvm").build();
    }
}
