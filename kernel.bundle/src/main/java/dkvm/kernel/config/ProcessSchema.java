// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static dkvm.kernel.config.SchemaForms.choice;
import static dkvm.kernel.config.SchemaForms.described;
import static dkvm.kernel.config.SchemaForms.mapping;
import static dkvm.kernel.config.SchemaForms.named;
import static dkvm.kernel.config.SchemaForms.object;
import static dkvm.kernel.config.SchemaForms.oneOrMore;
import static dkvm.kernel.config.SchemaForms.text;

import dkvm.sdk.event.StreamKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The options of type {@code process} as JSON Schema; {@link ProcessRules} reads them. */
final class ProcessSchema {
    private ProcessSchema() {}

    static Map<String, Object> config(DeviceType type) {
        var ports = named("^[a-z][a-z0-9-]{0,63}$",
                choice(Arrays.stream(StreamKind.values()).map(StreamKind::id).toList()));
        return mapping(object( //
                ProcessOptions.COMMAND, described(description(type, ProcessOptions.COMMAND), oneOrMore(text(), 1)), //
                "env", described(description(type, "env"), named("^(?!DKVM_)[A-Za-z_][A-Za-z0-9_]*$", text())), //
                "options", described(description(type, "options"), object("type", List.of("object", "null"))), //
                "ports", described(description(type, "ports"), mapping(object( //
                        "out", described("Outputs: name and kind", ports), //
                        "in", described("Inputs: name and kind", ports))))),
                ProcessOptions.COMMAND);
    }

    private static String description(DeviceType type, String option) {
        return Objects.requireNonNull(type.options().get(option), option).description();
    }
}
