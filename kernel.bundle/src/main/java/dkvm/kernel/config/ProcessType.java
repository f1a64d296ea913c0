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
                option(ProcessOptions.COMMAND, true, "The program and its arguments, taken literally").asList(),
                option("env", false, "Variables set for it, by name; not DKVM_…, which are the kernel's"),
                option("options", false, "The program's own configuration, free in form"),
                option("ports", false, "{out: {NAME: KIND}, in: {NAME: KIND}}: lets check verify its links"))) {
            options.put(option.name(), option);
        }
        return options;
    }

    private static OptionSpec option(String name, boolean required, String description) {
        return OptionSpec.of(name, OptionSpec.Type.TEXT, Format.NONE, required).describedAs(description);
    }

    @Override
    public List<Port> ports(Options options) {
        return ProcessOptions.ports(options);
    }
}
