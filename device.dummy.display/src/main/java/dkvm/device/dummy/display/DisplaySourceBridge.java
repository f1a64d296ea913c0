// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers the device type {@value DisplaySourceFacts#TYPE} to the kernel. */
@Component(property = DeviceBridge.TYPE + "=" + DisplaySourceFacts.TYPE)
public final class DisplaySourceBridge implements DeviceBridge {
    /** By name: the kernel never loads the device program. */
    private static final String MAIN = "dkvm.device.dummy.display.DisplaySourceMain";
    /** Patterns are drawn in shared memory, a row at a time. */
    private static final long PATTERN_HEAP = 32L << 20;
    /** A 4K picture of 16 bits a sample takes 66 MB when it is read, and its file as much, at the worst, in 5/8 of this. */
    private static final long FILES_HEAP = 256L << 20;

    private final DeviceFacts facts = new DisplaySourceFacts();

    /** Made by the service component runtime. */
    @Activate
    public DisplaySourceBridge() {}

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public LaunchSpec launch(Options options) {
        return new LaunchSpec.JavaMain(MAIN, options.has("files") ? FILES_HEAP : PATTERN_HEAP);
    }
}
