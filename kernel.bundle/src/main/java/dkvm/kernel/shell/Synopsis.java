// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a command takes, read from its synopsis: {@code NAME [WORD] WORD… [-f] [--option VALUE|VALUE] one|two WORD}.
 * Capitals stand for something that a {@link Vocabulary} knows, other words for themselves; {@code |} parts what may
 * stand in each other's place.
 *
 * @param options by name, what their value is; empty: they have none
 * @param ways what the other words may be, in each of the ways there are
 */
record Synopsis(Map<String, String> options, List<List<Slot>> ways) {
    private static final String MORE = "…";
    private static final Pattern ITEM = Pattern.compile("\\[[^]]*]|\\S+");

    /**
     * A place for a word.
     *
     * @param word what may stand there
     * @param optional whether it can be left out
     * @param repeated whether any number of such words may follow
     */
    record Slot(String word, boolean optional, boolean repeated) {
        private static Slot of(String text, boolean optional) {
            boolean repeated = text.endsWith(MORE);
            return new Slot(repeated ? text.substring(0, text.length() - MORE.length()) : text, optional, repeated);
        }
    }

    static Synopsis of(String text) {
        var options = new LinkedHashMap<String, String>();
        var way = new ArrayList<Slot>();
        var ways = new ArrayList<List<Slot>>();
        for (var item : ITEM.matcher(text).results().skip(1).map(found -> found.group()).toList()) {
            boolean optional = item.startsWith("[") && item.endsWith("]");
            var words = (optional ? item.substring(1, item.length() - 1) : item).strip().split("\\s+", -1);
            if (words[0].startsWith("-")) {
                options.put(words[0], words.length > 1 ? words[1] : "");
                continue;
            }
            var first = words[0].split("\\|", -1);
            for (int i = 0; i < first.length; i++) {
                if (i > 0) {
                    ways.add(List.copyOf(way));
                    way.clear();
                }
                way.add(Slot.of(first[i], optional));
            }
            Arrays.stream(words).skip(1).forEach(word -> way.add(Slot.of(word, optional)));
        }
        ways.add(List.copyOf(way));
        return new Synopsis(options, List.copyOf(ways));
    }

    /**
     * What may follow these words.
     *
     * @param before the words after the command's name
     * @param known what words in capitals stand for
     * @param does what an option does
     */
    List<Candidate> next(List<String> before, Vocabulary known, UnaryOperator<String> does) {
        var value = before.isEmpty() ? "" : options.getOrDefault(before.getLast(), "");
        if (!value.isEmpty()) {
            return Arrays.stream(value.split("\\|", -1)).flatMap(word -> candidates(word, known).stream()).toList();
        }
        var words = words(before);
        var next = new LinkedHashSet<Candidate>();
        for (var way : ways) {
            places(way, words).forEach(place -> next.addAll(candidates(way.get(place).word(), known)));
        }
        options.keySet().stream().filter(option -> !before.contains(option))
                .forEach(option -> next.add(new Candidate(option, does.apply(option))));
        return List.copyOf(next);
    }

    private List<String> words(List<String> before) {
        var words = new ArrayList<String>();
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).startsWith("-")) {
                words.add(before.get(i));
            } else if (!options.getOrDefault(before.get(i), "").isEmpty()) {
                i++;
            }
        }
        return words;
    }

    /** Where in a way the next word may stand. */
    private static Set<Integer> places(List<Slot> way, List<String> words) {
        var places = reached(way, Set.of(0));
        for (var word : words) {
            var after = new LinkedHashSet<Integer>();
            places.stream().filter(place -> isCapital(way.get(place).word()) || way.get(place).word().equals(word))
                    .forEach(place -> {
                        after.add(place + 1);
                        if (way.get(place).repeated()) {
                            after.add(place);
                        }
                    });
            places = reached(way, after);
        }
        return places;
    }

    /** These places, and those behind what can be left out. */
    private static Set<Integer> reached(List<Slot> way, Set<Integer> places) {
        var all = new LinkedHashSet<Integer>();
        for (int place : places) {
            int at = place;
            while (at < way.size() && all.add(at) && way.get(at).optional()) {
                at++;
            }
        }
        return all;
    }

    private static List<Candidate> candidates(String word, Vocabulary known) {
        return isCapital(word)
                ? known.words(word)
                : Optional.of(word).filter(text -> text.matches("[\\w-]+"))
                        .map(text -> List.of(new Candidate(text, ""))).orElse(List.of());
    }

    private static boolean isCapital(String word) {
        return !word.isEmpty() && Character.isUpperCase(word.charAt(0));
    }
}
