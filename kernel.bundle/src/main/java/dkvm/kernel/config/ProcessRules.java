// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.YamlNode.Entry;
import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of type {@code process}: a command, variables for it, options of its own, perhaps its ports. */
final class ProcessRules {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final ScalarType<StreamKind> KIND = ScalarType.named(List.of(StreamKind.values()), StreamKind::id);

    private final Section config;
    private final Findings findings;

    ProcessRules(Section config, Findings findings) {
        this.config = config;
        this.findings = findings;
    }

    Map<String, Object> read() {
        config.require(ProcessOptions.COMMAND);
        var options = new LinkedHashMap<String, Object>();
        config.values(ProcessOptions.COMMAND, ScalarType.TEXT).ifPresent(command -> {
            if (command.isEmpty() || command.getFirst().isBlank()) {
                findings.error(config.at(ProcessOptions.COMMAND), "\"command\" names no program; write [program, arg]");
            }
            options.put(ProcessOptions.COMMAND, command);
        });
        var environment = environment(config.section("env"));
        if (!environment.isEmpty()) {
            options.put(ProcessOptions.ENVIRONMENT, environment);
        }
        var own = config.section("options").entries();
        options.putAll(new FreeOptions(Numbers::free, findings).read(own, ProcessOptions.OWN));
        var ports = config.section("ports");
        addPorts(ProcessOptions.OUTPUTS, ports.section("out"), options);
        addPorts(ProcessOptions.INPUTS, ports.section("in"), options);
        ports.end();
        config.end();
        return options;
    }

    private List<String> environment(Section section) {
        var pairs = new ArrayList<String>();
        for (var entry : section.entries()) {
            var name = entry.key().text();
            if (!VARIABLE.matcher(name).matches() || name.startsWith("DKVM_")) {
                findings.error(entry.key().position(), Words.quote(name) + " is no variable a device can be given; "
                        + "use letters, digits and _, and not DKVM_, which is the kernel's");
            } else if (entry.value().isNull()) {
                findings.error(entry.key().position(),
                        Words.quote(name) + " has no value; write \"\" for an empty one, "
                                + "or ${" + name + "} to pass on the kernel's");
            } else {
                section.value(name, ScalarType.TEXT).ifPresent(value -> pairs.add(name + "=" + value));
            }
        }
        return pairs;
    }

    private void addPorts(String option, Section section, Map<String, Object> options) {
        var pairs = new ArrayList<String>();
        for (Entry entry : section.entries()) {
            var name = entry.key();
            Ids.check(name, "port", findings);
            section.require(name.text());
            section.value(name.text(), KIND).ifPresent(kind -> pairs.add(name.text() + "=" + kind.id()));
        }
        if (!pairs.isEmpty()) {
            options.put(option, pairs);
        }
    }
}
