// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.Device;
import dkvm.sdk.event.StreamKind;

/** The device program of type {@value KeyboardSourceFacts#TYPE}. */
public final class KeyboardSourceMain {
    private KeyboardSourceMain() {}

    /**
     * Runs the device; the kernel is at the other end of stdin and stdout.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Device.of(KeyboardSourceFacts.TYPE).output(KeyboardSource.PORT, StreamKind.KEYBOARD).resumable()
                .source(context -> new KeyboardSource(context)).run();
    }
}
