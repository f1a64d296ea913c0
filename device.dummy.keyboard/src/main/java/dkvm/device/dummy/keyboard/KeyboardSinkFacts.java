// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.util.List;

/** What is known of the device type {@value #TYPE}. */
public final class KeyboardSinkFacts implements DeviceFacts {
    /** The device type. */
    public static final String TYPE = "dummy-keyboard-sink";

    private static final List<Port> PORTS = List.of(Port.in(KeyboardSink.PORT, StreamKind.KEYBOARD));

    /** Needs nothing. */
    public KeyboardSinkFacts() {}

    @Override
    public List<Port> ports(Options options) {
        return PORTS;
    }

    @Override
    public List<Problem> validate(Options options) {
        return FileOption.problems(options);
    }
}
