// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.YamlNode.Broken;
import dkvm.kernel.config.YamlNode.Entry;
import dkvm.kernel.config.YamlNode.Mapping;
import dkvm.kernel.config.YamlNode.Scalar;
import dkvm.kernel.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping whose keys are known: each is asked for once, then {@link #end()} reports those nobody asked for. */
final class Section {
    private final String name;
    private final Position at;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final boolean complete;
    private final Findings findings;

    /**
     * @param name what it is called in messages, such as <code>device "keys"</code>
     * @param at where to report what is missing
     * @param node the mapping; nothing is an empty one, anything else an error
     */
    Section(String name, Position at, YamlNode node, Findings findings) {
        this.name = name;
        this.at = at;
        this.findings = findings;
        complete = node instanceof Mapping || node.isNull();
        if (node instanceof Mapping mapping) {
            mapping.entries().forEach(entry -> entries.put(entry.key().text(), entry));
        } else if (!complete) {
            wrong(node, "mapping expected");
        }
    }

    private void wrong(YamlNode node, String expected) {
        if (!(node instanceof Broken)) {
            findings.error(node.position(), expected + ", not " + node.describe()
                    + (node.isNull() ? "; remove it or give it a value" : ""));
        }
    }

    Position at() {
        return at;
    }

    /** Whether all of it could be read: if not, what is missing has been reported. */
    boolean isWhole() {
        return complete && entries.values().stream().allMatch(entry -> entry.value().isWhole());
    }

    /** Where a key's value stands; where the section stands if the key is not there. */
    Position at(String key) {
        var entry = entries.get(key);
        return entry == null ? at : entry.value().position();
    }

    /** The value of a key; empty if it is missing or nothing. */
    Optional<YamlNode> node(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key)).map(Entry::value).filter(node -> !node.isNull());
    }

    /** Reports that a key is missing, unless it is there or the whole section has been reported. */
    void require(String key) {
        if (complete && node(key).isEmpty()) {
            findings.error(at, name + " lacks required " + Words.quote(key) + "; add it");
        }
    }

    <T> Optional<T> value(String key, ScalarType<T> type) {
        return node(key).flatMap(node -> value(node, type));
    }

    private <T> Optional<T> value(YamlNode node, ScalarType<T> type) {
        if (!(node instanceof Scalar scalar) || node.isNull()) {
            wrong(node, type.expected());
            return Optional.empty();
        }
        try {
            return Optional.of(type.parser().apply(scalar.text()));
        } catch (IllegalArgumentException e) {
            findings.error(scalar.position(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** One value or a list of values; those that are wrong are reported and left out. */
    <T> Optional<List<T>> values(String key, ScalarType<T> type) {
        return node(key).map(node -> items(node).stream().flatMap(item -> value(item, type).stream()).toList());
    }

    /** A section within; missing, it is empty and stands where this one does. */
    Section section(String key) {
        known.add(key);
        var entry = entries.get(key);
        return entry == null
                ? new Section(Words.quote(key), at, new Mapping(List.of(), at), findings)
                : new Section(Words.quote(key), entry.key().position(), entry.value(), findings);
    }

    /** One text or a list of texts. */
    List<Scalar> texts(String key) {
        var texts = new ArrayList<Scalar>();
        for (var item : node(key).map(Section::items).orElse(List.of())) {
            if (item instanceof Scalar scalar && !item.isNull()) {
                texts.add(scalar);
            } else {
                wrong(item, ScalarType.TEXT.expected());
            }
        }
        return texts;
    }

    private static List<YamlNode> items(YamlNode node) {
        return node instanceof Sequence sequence ? sequence.items() : List.of(node);
    }

    /** All entries, for sections whose keys are the user's own. */
    List<Entry> entries() {
        known.addAll(entries.keySet());
        return List.copyOf(entries.values());
    }

    /** Reports the keys nobody asked for. */
    void end() {
        for (var entry : entries.values()) {
            var key = entry.key().text();
            if (!known.contains(key)) {
                findings.error(entry.key().position(),
                        "unknown key " + Words.quote(key) + " in " + name + Words.didYouMean(key, known, "known are"));
            }
        }
    }
}
