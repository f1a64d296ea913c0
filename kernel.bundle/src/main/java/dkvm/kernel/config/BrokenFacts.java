// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.util.List;

/** Stands for facts that could not be loaded: whoever asks them learns why. */
record BrokenFacts(String reason) implements DeviceFacts {
    @Override
    public List<Port> ports(Options options) {
        throw new IllegalStateException(reason);
    }

    @Override
    public List<Problem> validate(Options options) {
        throw new IllegalStateException(reason);
    }
}
