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
}
