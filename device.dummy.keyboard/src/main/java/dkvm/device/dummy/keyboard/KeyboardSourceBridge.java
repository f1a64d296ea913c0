// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers the device type {@value KeyboardSourceFacts#TYPE} to the kernel. */
@Component(property = DeviceBridge.TYPE + "=" + KeyboardSourceFacts.TYPE)
public final class KeyboardSourceBridge implements DeviceBridge {
    /** By name: the kernel never loads the device program. */
    private static final String MAIN = "dkvm.device.dummy.keyboard.KeyboardSourceMain";
    /** Room for two million events, at 12 bytes each, while their arrays grow. */
    private static final long MAX_HEAP = 64L << 20;

    private final DeviceFacts facts = new KeyboardSourceFacts();

    /** Made by the service component runtime. */
    @Activate
    public KeyboardSourceBridge() {}

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public LaunchSpec launch(Options options) {
        return new LaunchSpec.JavaMain(MAIN, MAX_HEAP);
    }
}
