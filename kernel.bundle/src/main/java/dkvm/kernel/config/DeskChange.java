// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Where one desk differs from another.
 *
 * @param section {@code kernel}, {@code memory}, {@code device} or {@code pipeline}
 * @param id the device's or pipeline's id; empty for the others
 * @param kind what happened to it
 * @param keys which of its values differ, if it changed: options as {@code config.KEY}
 */
public record DeskChange(String section, String id, Kind kind, List<String> keys) {

    /** What can happen to an entry. */
    public enum Kind {
        /** It is new. */
        ADDED,
        /** It is gone. */
        REMOVED,
        /** It has other values. */
        CHANGED;

        /**
         * The kind's name.
         *
         * @return lower case, such as {@code added}
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the keys. */
    public DeskChange {
        keys = List.copyOf(keys);
    }

    /**
     * Compares two desks.
     *
     * @param before one of them
     * @param after the other
     * @return what has to be done to make the one the other
     */
    public static List<DeskChange> between(Desk before, Desk after) {
        var changes = new ArrayList<DeskChange>();
        compare("kernel", kernel(before), kernel(after), changes);
        compare("memory", memory(before), memory(after), changes);
        compare("device", devices(before), devices(after), changes);
        compare("pipeline", pipelines(before), pipelines(after), changes);
        return changes;
    }

    /**
     * The change in words.
     *
     * @return such as {@code device keys: changed (config.file)}
     */
    public String text() {
        return section + (id.isEmpty() ? "" : " " + id) + ": " + kind.id()
                + (keys.isEmpty() ? "" : " (" + String.join(", ", keys) + ")");
    }

    private static Map<String, Map<String, Object>> kernel(Desk desk) {
        return Map.of("", Map.of("name", desk.name(), "watch", desk.watch()));
    }

    private static Map<String, Map<String, Object>> memory(Desk desk) {
        return Map.of("", Map.of("limit", desk.memory().limitOrDefault(), "storage", desk.memory().storage()));
    }

    private static Map<String, Map<String, Object>> devices(Desk desk) {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        desk.devices().forEach(device -> all.put(device.id(), DeskConfigurations.properties(device)));
        return all;
    }

    private static Map<String, Map<String, Object>> pipelines(Desk desk) {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        desk.pipelines().forEach(pipeline -> all.put(pipeline.id(), DeskConfigurations.properties(pipeline)));
        return all;
    }

    private static void compare(String section, Map<String, Map<String, Object>> before,
            Map<String, Map<String, Object>> after, List<DeskChange> changes) {
        before.keySet().stream().filter(id -> !after.containsKey(id))
                .forEach(id -> changes.add(new DeskChange(section, id, Kind.REMOVED, List.of())));
        after.forEach((id, now) -> {
            var then = before.get(id);
            if (then == null) {
                changes.add(new DeskChange(section, id, Kind.ADDED, List.of()));
            } else if (!differing(then, now).isEmpty()) {
                changes.add(new DeskChange(section, id, Kind.CHANGED, differing(then, now)));
            }
        });
    }

    /** The keys under which two configurations differ; lists are arrays there. */
    static List<String> differing(Map<String, Object> before, Map<String, Object> after) {
        var keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys.stream().filter(key -> !Objects.deepEquals(before.get(key), after.get(key))).toList();
    }
}
