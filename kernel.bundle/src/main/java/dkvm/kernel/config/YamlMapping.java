// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.YamlNode.Broken;
import dkvm.kernel.config.YamlNode.Entry;
import dkvm.kernel.config.YamlNode.Mapping;
import dkvm.kernel.config.YamlNode.Scalar;
import dkvm.kernel.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the entries of one mapping: keys are texts, none twice, {@code <<} takes in others. */
final class YamlMapping {
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<YamlNode> merged = new ArrayList<>();
    private final Findings findings;

    YamlMapping(Findings findings) {
        this.findings = findings;
    }

    void add(YamlNode key, YamlNode value) {
        if (!(key instanceof Scalar name)) {
            findings.error(key.position(), "a name expected as key, not " + key.describe());
        } else if (name.plain() && name.text().equals("<<")) {
            merged.add(value);
        } else {
            add(new Entry(name, value));
        }
    }

    private void add(Entry entry) {
        var first = entries.putIfAbsent(entry.key().text(), entry);
        if (first != null) {
            findings.error(entry.key().position(), "duplicate key " + Words.quote(entry.key().text())
                    + ", first in line " + first.key().position().line() + "; rename or remove one of them");
        }
    }

    Mapping at(Position position) {
        merged.forEach(this::merge);
        return new Mapping(List.copyOf(entries.values()), position);
    }

    /** The merge key of YAML 1.1: what is written in the mapping itself wins, then the earlier of a list. */
    private void merge(YamlNode node) {
        switch (node) {
            case Mapping mapping -> mapping.entries().forEach(e -> entries.putIfAbsent(e.key().text(), e));
            case Sequence sequence when sequence.items().stream().allMatch(Mapping.class::isInstance) ->
                sequence.items().forEach(this::merge);
            case Broken _ -> {
            }
            default -> findings.error(node.position(),
                    "\"<<\" takes in a mapping or a list of mappings, not " + node.describe());
        }
    }
}
