// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.bridge.Direction;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;

/** Says to the kernel what the device is. */
final class Greeting {
    private Greeting() {}

    static Envelope hello(DeviceSpec spec) {
        var hello = Hello.newBuilder().setMinVersion(Wire.VERSION).setMaxVersion(Wire.VERSION).setType(spec.type())
                .setResumable(spec.resumable()).setSoftware("dkvm.sdk on Java " + Runtime.version().feature());
        for (var port : spec.ports()) {
            hello.addPorts(Port.newBuilder().setName(port.name()).setDirection(direction(port.direction()))
                    .setKind(kind(port.kind())));
        }
        return Envelope.newBuilder().setHello(hello).build();
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
