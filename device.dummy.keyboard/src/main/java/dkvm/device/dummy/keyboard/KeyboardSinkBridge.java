// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Offers the device type {@value KeyboardSinkFacts#TYPE} to the kernel. */
@Component(property = DeviceBridge.TYPE + "=" + KeyboardSinkFacts.TYPE)
public final class KeyboardSinkBridge implements DeviceBridge {
    /** By name: the kernel never loads the device program. */
    private static final String MAIN = "dkvm.device.dummy.keyboard.KeyboardSinkMain";
    private static final long MAX_HEAP = 32L << 20;

    private final DeviceFacts facts = new KeyboardSinkFacts();

    /** Made by the service component runtime. */
    @Activate
    public KeyboardSinkBridge() {}

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public LaunchSpec launch(Options options) {
        return new LaunchSpec.JavaMain(MAIN, MAX_HEAP);
    }
}
