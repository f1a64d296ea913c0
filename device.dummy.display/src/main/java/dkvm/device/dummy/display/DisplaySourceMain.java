// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.Device;
import dkvm.sdk.event.StreamKind;

/** The device program of type {@value DisplaySourceFacts#TYPE}. */
public final class DisplaySourceMain {
    private DisplaySourceMain() {}

    /**
     * Runs the device; the kernel is at the other end of stdin and stdout.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Device.of(DisplaySourceFacts.TYPE).output(DisplaySource.PORT, StreamKind.DISPLAY).resumable()
                .source(context -> new DisplaySource(context)).run();
    }
}
