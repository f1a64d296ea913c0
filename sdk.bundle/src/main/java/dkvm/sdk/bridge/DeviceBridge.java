// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.bridge;

import dkvm.sdk.config.Options;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The half of a device bundle that lives in the kernel: an OSGi service, one for each device type, with the type's name
 * as service property {@link #TYPE}. It names what the device is and how to launch it; no event ever passes through it.
 * Methods are called on the kernel's scheduler and answer at once.
 */
@ConsumerType
public interface DeviceBridge {
    /** The service property that holds the device type's name. */
    String TYPE = "dkvm.device.type";

    /**
     * What is known of the type.
     *
     * @return an instance of the class that the bundle's {@code dkvm.device} capability names
     */
    DeviceFacts facts();

    /**
     * How to start a device with this configuration.
     *
     * @param options the configuration, defaults filled in
     * @return the process to start
     */
    LaunchSpec launch(Options options);
}
