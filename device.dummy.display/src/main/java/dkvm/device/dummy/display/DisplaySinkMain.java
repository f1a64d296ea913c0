// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.Device;
import dkvm.sdk.event.StreamKind;

/** The device program of type {@value DisplaySinkFacts#TYPE}. */
public final class DisplaySinkMain {
    private DisplaySinkMain() {}

    /**
     * Runs the device; the kernel is at the other end of stdin and stdout.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Device.of(DisplaySinkFacts.TYPE).input(DisplaySink.PORT, StreamKind.DISPLAY)
                .sink(context -> new DisplaySink(context)).run();
    }
}
