// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.OptionSpec.Format;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.util.List;
import java.util.Map;

/** The built-in type: any program that speaks the wire protocol. {@code ProcessRules} reads its nested options. */
final class ProcessType implements DeviceFacts {
    static final DeviceType TYPE = new DeviceType(DeviceType.PROCESS,
            Map.of(ProcessOptions.COMMAND,
                    OptionSpec.of(ProcessOptions.COMMAND, OptionSpec.Type.TEXT, Format.NONE, true).asList()),
            new ProcessType(), "dkvm.kernel", "");

    private ProcessType() {}

    @Override
    public List<Port> ports(Options options) {
        return ProcessOptions.ports(options);
    }
}
