// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.SinkFactory;
import dkvm.sdk.SourceFactory;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import java.util.List;

/** The devices of the tests. */
final class Specs {
    private Specs() {}

    static DeviceSpec source(SourceFactory factory) {
        return new DeviceSpec("test-source", List.of(Port.out("keys", StreamKind.KEYBOARD)), true,
                new DeviceSpec.Producing(factory));
    }

    static DeviceSpec sink(SinkFactory factory) {
        return new DeviceSpec("test-sink", List.of(Port.in("keys", StreamKind.KEYBOARD)), true,
                new DeviceSpec.Consuming(factory));
    }

    /** Keys and pictures, out if it produces, else in. */
    static DeviceSpec both(DeviceSpec.Program program) {
        var ports = program instanceof DeviceSpec.Producing
                ? List.of(Port.out("keys", StreamKind.KEYBOARD), Port.out("video", StreamKind.DISPLAY))
                : List.of(Port.in("keys", StreamKind.KEYBOARD), Port.in("video", StreamKind.DISPLAY));
        return new DeviceSpec("test-both", ports, true, program);
    }

    /** Gives out pictures. */
    static DeviceSpec camera(SourceFactory factory) {
        return new DeviceSpec("test-camera", List.of(Port.out("video", StreamKind.DISPLAY)), true,
                new DeviceSpec.Producing(factory));
    }

    /** Takes pictures. */
    static DeviceSpec monitor(SinkFactory factory) {
        return new DeviceSpec("test-monitor", List.of(Port.in("video", StreamKind.DISPLAY, 5)), true,
                new DeviceSpec.Consuming(factory));
    }
}
