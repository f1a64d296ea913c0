// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.YamlNode.Broken;
import dkvm.kernel.config.YamlNode.Mapping;
import dkvm.kernel.config.YamlNode.Scalar;
import dkvm.kernel.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;

/**
 * Composes the events of SnakeYAML into a tree. SnakeYAML's own nodes do not say where an alias stands, and its limits
 * on aliases and duplicate keys report no position.
 */
final class YamlTree {
    static final int MAX_DEPTH = 50;
    /** Of a document, each alias counted as what it stands for: 10,000 devices have about half of it. */
    static final int MAX_VALUES = 200_000;

    private final YamlEvents events;
    private final Variables variables;
    private final Findings findings;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int values;

    private record Anchored(YamlNode node, int values) {}

    private YamlTree(YamlEvents events, Variables variables, Findings findings) {
        this.events = events;
        this.variables = variables;
        this.findings = findings;
    }

    /** The document's root; empty when the text is no YAML, which has then been reported. */
    static Optional<YamlNode> read(String text, Variables variables, Findings findings) {
        try {
            return Optional.of(new YamlTree(new YamlEvents(text), variables, findings).document());
        } catch (YamlFault e) {
            findings.error(e.position(), e.getMessage());
            return Optional.empty();
        }
    }

    private YamlNode document() throws YamlFault {
        events.next();
        if (events.peek() instanceof StreamEndEvent) {
            return new Scalar("", true, Position.START);
        }
        events.next();
        var root = node(false, 0);
        events.next();
        var end = events.next();
        if (!(end instanceof StreamEndEvent)) {
            throw new YamlFault(position(end.getStartMark()),
                    "a second document begins here; a configuration is one document: remove \"---\"");
        }
        return root;
    }

    private YamlNode node(boolean isKey, int depth) throws YamlFault {
        var event = events.next();
        var at = position(event.getStartMark());
        if (++values > MAX_VALUES) {
            throw new YamlFault(at, "the document has more than " + MAX_VALUES + " values; split it");
        }
        if (depth > MAX_DEPTH) {
            throw new YamlFault(at, "values are nested more than " + MAX_DEPTH + " deep here; nothing needs that");
        }
        int before = values;
        return switch (event) {
            case AliasEvent alias -> aliased(alias.getAnchor(), at);
            case ScalarEvent scalar ->
                anchored(scalar.getAnchor(), before, untagged(scalar.getTag(), scalar(scalar, isKey, at)));
            case SequenceStartEvent start ->
                anchored(start.getAnchor(), before, untagged(start.getTag(), sequence(at, depth + 1)));
            case MappingStartEvent start ->
                anchored(start.getAnchor(), before, untagged(start.getTag(), mapping(at, depth + 1)));
            default -> throw new YamlFault(at, "not valid YAML");
        };
    }

    private YamlNode aliased(String name, Position at) throws YamlFault {
        var target = anchors.get(name);
        if (target == null) {
            throw new YamlFault(at, "alias \"*" + name + "\" has no anchor before it; define \"&" + name + "\" first");
        }
        values += target.values();
        if (values > MAX_VALUES) {
            throw new YamlFault(at, "aliases make the document explode to more than " + MAX_VALUES
                    + " values; write out what is needed");
        }
        return target.node();
    }

    private YamlNode anchored(@Nullable String anchor, int before, YamlNode node) {
        if (anchor != null) {
            anchors.put(anchor, new Anchored(node, values - before));
        }
        return node;
    }

    private YamlNode untagged(@Nullable String tag, YamlNode node) {
        if (tag != null) {
            findings.error(node.position(), "tags such as \"!!str\" have no meaning here; remove it");
        }
        return node;
    }

    private YamlNode scalar(ScalarEvent event, boolean isKey, Position at) {
        var text = event.getValue();
        if (isKey || text.indexOf('$') < 0) {
            return new Scalar(text, event.isPlain(), at);
        }
        try {
            return new Scalar(variables.expand(text), false, at);
        } catch (IllegalArgumentException e) {
            findings.error(at, String.valueOf(e.getMessage()));
            return new Broken(at);
        }
    }

    private Sequence sequence(Position at, int depth) throws YamlFault {
        var items = new ArrayList<YamlNode>();
        while (!(events.peek() instanceof SequenceEndEvent)) {
            items.add(node(false, depth));
        }
        events.next();
        return new Sequence(List.copyOf(items), at);
    }

    private Mapping mapping(Position at, int depth) throws YamlFault {
        var mapping = new YamlMapping(findings);
        while (!(events.peek() instanceof MappingEndEvent)) {
            mapping.add(node(true, depth), node(false, depth));
        }
        events.next();
        return mapping.at(at);
    }

    static Position position(@Nullable Mark mark) {
        return mark == null ? Position.START : new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
