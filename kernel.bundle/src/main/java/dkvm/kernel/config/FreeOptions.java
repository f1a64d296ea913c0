// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.YamlNode.Entry;
import dkvm.kernel.config.YamlNode.Mapping;
import dkvm.kernel.config.YamlNode.Scalar;
import dkvm.kernel.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Options without a schema: nested mappings become keys with dots, lists become lists of texts. */
final class FreeOptions {
    /** No dots, which join nested keys. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    private final Function<String, Object> typing;
    private final Findings findings;
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final Map<String, String> keysByLowerCase = new LinkedHashMap<>();

    /** @param typing what a text becomes */
    FreeOptions(Function<String, Object> typing, Findings findings) {
        this.typing = typing;
        this.findings = findings;
    }

    Map<String, Object> read(List<Entry> entries, String prefix) {
        entries.forEach(entry -> add(entry, prefix));
        return options;
    }

    private void add(Entry entry, String prefix) {
        var name = entry.key().text();
        var key = prefix + name;
        if (!KEY.matcher(name).matches()) {
            findings.error(entry.key().position(), "option " + Words.quote(name)
                    + " must be made of letters, digits, - and _, 64 at most; rename it");
        } else if (!(entry.value() instanceof Mapping) && isTaken(key)) {
            // ConfigAdmin takes both for the same key.
            findings.error(entry.key().position(), "option " + Words.quote(name)
                    + " differs from another only in the case of letters; rename one of them");
        } else {
            add(key, entry.value());
        }
    }

    private boolean isTaken(String key) {
        var other = keysByLowerCase.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
        return other != null && !other.equals(key);
    }

    private void add(String key, YamlNode value) {
        switch (value) {
            case Scalar scalar when !scalar.isNull() -> options.put(key, typing.apply(scalar.text()));
            case Mapping mapping -> read(mapping.entries(), key + ".");
            case Sequence sequence -> options.put(key, list(sequence));
            default -> {
            }
        }
    }

    private List<String> list(Sequence sequence) {
        var texts = new ArrayList<String>();
        for (var item : sequence.items()) {
            if (item instanceof Scalar scalar && !item.isNull()) {
                texts.add(scalar.text());
            } else {
                findings.error(item.position(), "text expected in this list, not " + item.describe()
                        + (item.isNull() ? "; remove it or write \"\"" : ""));
            }
        }
        return texts;
    }
}
