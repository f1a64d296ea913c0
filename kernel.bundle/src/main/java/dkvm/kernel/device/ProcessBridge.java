// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.config.DeviceType;
import dkvm.kernel.config.ProcessOptions;
import dkvm.sdk.bridge.DeviceBridge;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.LaunchSpec;
import dkvm.sdk.config.Options;
import org.osgi.service.component.annotations.Component;

/** The built-in device type {@code process}: any program that speaks the wire protocol. */
@Component(property = DeviceBridge.TYPE + "=" + DeviceType.PROCESS)
public final class ProcessBridge implements DeviceBridge {

    /** The bridge. */
    public ProcessBridge() {}

    @Override
    public DeviceFacts facts() {
        return ProcessOptions::ports;
    }

    @Override
    public LaunchSpec launch(Options options) {
        return ProcessOptions.launch(options);
    }
}
