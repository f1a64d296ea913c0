// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers the device type {@value DisplaySinkFacts#TYPE} to the kernel. */
@Component(property = DeviceBridge.TYPE + "=" + DisplaySinkFacts.TYPE)
public final class DisplaySinkBridge implements DeviceBridge {
    /** By name: the kernel never loads the device program. */
    private static final String MAIN = "dkvm.device.dummy.display.DisplaySinkMain";
    /** Pictures stay in shared memory; the heap holds a few of their rows. */
    private static final long MAX_HEAP = 32L << 20;

    private final DeviceFacts facts = new DisplaySinkFacts();

    /** Made by the service component runtime. */
    @Activate
    public DisplaySinkBridge() {}

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public LaunchSpec launch(Options options) {
        return new LaunchSpec.JavaMain(MAIN, MAX_HEAP);
    }
}
