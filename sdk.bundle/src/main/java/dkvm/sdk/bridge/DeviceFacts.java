// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.bridge;

import dkvm.sdk.config.Options;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What is known of a device type without running it. The kernel asks its bridge; {@code dkvm check} makes an instance
 * of the class named by the bundle's {@code dkvm.device} capability ({@code facts=CLASS}) with its public no-argument
 * constructor, outside any framework. Answers depend on the options alone, and come at once.
 */
@ConsumerType
public interface DeviceFacts {

    /**
     * The ports of a device with this configuration.
     *
     * @param options the configuration, defaults filled in
     * @return its ports, outputs and inputs
     */
    List<Port> ports(Options options);

    /**
     * Whether a device with this configuration produces for ever, so that {@code --until-end} would never end.
     *
     * @param options the configuration, defaults filled in
     * @return true if its streams have no end
     */
    default boolean endless(Options options) {
        return false;
    }

    /**
     * Looks for faults that the schema cannot express.
     *
     * @param options the configuration, defaults filled in
     * @return the faults; empty: none
     */
    default List<Problem> validate(Options options) {
        return List.of();
    }

    /**
     * The size of the shared buffers of an output: of the largest frame or audio period it makes. From it follows what
     * memory a desk needs before anything runs.
     *
     * @param options the configuration, defaults filled in
     * @param output one of its outputs
     * @return bytes; empty: it passes on no buffers, or their size shows only when it runs
     */
    default OptionalLong slotBytes(Options options, String output) {
        return OptionalLong.empty();
    }

    /**
     * A fault in a configuration.
     *
     * @param option the option at fault
     * @param message what is wrong; what to do
     */
    record Problem(String option, String message) {}
}
