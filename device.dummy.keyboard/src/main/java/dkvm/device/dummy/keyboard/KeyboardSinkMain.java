// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.Device;
import dkvm.sdk.event.StreamKind;

/** The device program of type {@value KeyboardSinkFacts#TYPE}. */
public final class KeyboardSinkMain {
    private KeyboardSinkMain() {}

    /**
     * Runs the device; the kernel is at the other end of stdin and stdout.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Device.of(KeyboardSinkFacts.TYPE).input(KeyboardSink.PORT, StreamKind.KEYBOARD)
                .sink(context -> new KeyboardSink(context)).run();
    }
}
