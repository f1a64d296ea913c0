// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.bridge.Direction;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Description;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
import java.util.List;

/** Says to the kernel what the device is. */
final class Greeting {
    private Greeting() {}

    static Envelope hello(DeviceSpec spec) {
        return Envelope.newBuilder()
                .setHello(Hello.newBuilder().setMinVersion(Wire.VERSION).setMaxVersion(Wire.VERSION)
                        .setType(spec.type()).setResumable(spec.resumable()).setSoftware(software())
                        .addAllPorts(ports(spec)))
                .build();
    }

    static Description description(DeviceSpec spec) {
        return Description.newBuilder().setType(spec.type()).addAllPorts(ports(spec))
                .addAllServices(spec.services().keySet()).setSoftware(software()).build();
    }

    private static String software() {
        return "dkvm.sdk on Java " + Runtime.version().feature();
    }

    private static List<Port> ports(DeviceSpec spec) {
        return spec.ports().stream().map(port -> Port.newBuilder().setName(port.name())
                .setDirection(direction(port.direction())).setKind(kind(port.kind())).setMaxHeld(port.maxHeld())
                .build()).toList();
    }

    private static dkvm.sdk.wire.v1.Direction direction(Direction direction) {
        return switch (direction) {
            case OUT -> dkvm.sdk.wire.v1.Direction.OUT;
            case IN -> dkvm.sdk.wire.v1.Direction.IN;
        };
    }

    private static Kind kind(StreamKind kind) {
        return switch (kind) {
            case KEYBOARD -> Kind.KEYBOARD;
            case POINTER -> Kind.POINTER;
            case DISPLAY -> Kind.DISPLAY;
            case AUDIO -> Kind.AUDIO;
            case DATA -> Kind.DATA;
        };
    }
}
