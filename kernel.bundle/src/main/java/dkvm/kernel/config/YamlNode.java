// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.List;
import java.util.Set;

/** A value of a YAML document and where it stands: aliases, merge keys and variables are resolved, nothing is typed. */
sealed interface YamlNode {

    Position position();

    /** What it is, in words that follow "not". */
    String describe();

    /** Whether nothing is written here: {@code key:}, {@code key: ~} or {@code key: null}. */
    default boolean isNull() {
        return false;
    }

    /** Whether all of it could be read. */
    default boolean isWhole() {
        return switch (this) {
            case Scalar _ -> true;
            case Sequence list -> list.items().stream().allMatch(YamlNode::isWhole);
            case Mapping mapping -> mapping.entries().stream().allMatch(entry -> entry.value().isWhole());
            case Broken _ -> false;
        };
    }

    /**
     * A text.
     *
     * @param plain whether it was written without quotes and without variables
     */
    record Scalar(String text, boolean plain, Position position) implements YamlNode {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        @Override
        public boolean isNull() {
            return plain && NULLS.contains(text);
        }

        @Override
        public String describe() {
            return isNull() ? "nothing" : Words.quote(text);
        }
    }

    record Sequence(List<YamlNode> items, Position position) implements YamlNode {
        @Override
        public String describe() {
            return "a list";
        }
    }

    record Mapping(List<Entry> entries, Position position) implements YamlNode {
        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** What could not be read and has been reported: nobody complains about it again. */
    record Broken(Position position) implements YamlNode {
        @Override
        public String describe() {
            return "this";
        }
    }

    record Entry(Scalar key, YamlNode value) {}
}
