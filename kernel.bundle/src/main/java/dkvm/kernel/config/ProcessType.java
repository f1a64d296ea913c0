// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.OptionSpec.Format;
import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The built-in type: any program that speaks the wire protocol. {@code ProcessRules} reads its nested options. */
final class ProcessType implements DeviceFacts {
    static final DeviceType TYPE = new DeviceType(DeviceType.PROCESS,
            "Runs any program that speaks the wire protocol.", options(), new ProcessType(), "dkvm.kernel", "");

    private ProcessType() {}

    /** What users are told of them; only the command is a plain option. */
    private static Map<String, OptionSpec> options() {
        var options = new LinkedHashMap<String, OptionSpec>();
        for (var option : List.of(
                OptionSpec.of(ProcessOptions.COMMAND, OptionSpec.Type.TEXT, Format.NONE, true).asList()
                        .describedAs("The program and its arguments, taken literally"),
                mapping("env", "Variables set for it, by name; not DKVM_…, which are the kernel's"),
                mapping("options", "The program's own configuration, free in form"),
                mapping("ports", "{out: {NAME: KIND}, in: {NAME: KIND}}: lets check verify its links"))) {
            options.put(option.name(), option);
        }
        return options;
    }

    private static OptionSpec mapping(String name, String description) {
        return OptionSpec.of(name, OptionSpec.Type.MAPPING, Format.NONE, false).describedAs(description);
    }

    @Override
    public List<Port> ports(Options options) {
        return ProcessOptions.ports(options);
    }
}
