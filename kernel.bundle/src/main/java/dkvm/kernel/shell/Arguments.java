// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a command.
 *
 * @param words what is no option
 * @param options options by name, with their values; flags have an empty one
 */
record Arguments(List<String> words, Map<String, String> options) {

    /**
     * Reads arguments.
     *
     * @param command the command's name, for messages
     * @param arguments as given
     * @param flags options without a value
     * @param valued options with a value
     * @param most words it takes
     */
    static Arguments read(String command, List<String> arguments, Set<String> flags, Set<String> valued, int most)
            throws UsageException {
        var words = new ArrayList<String>();
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (flags.contains(argument)) {
                options.put(argument, "");
            } else if (valued.contains(argument)) {
                if (++i == arguments.size()) {
                    throw new UsageException(command + ": " + argument + " needs a value");
                }
                options.put(argument, arguments.get(i));
            } else if (argument.startsWith("-")) {
                throw new UsageException(command + ": unknown option \"" + argument + "\"");
            } else {
                words.add(argument);
            }
        }
        if (words.size() > most) {
            throw new UsageException(command + ": \"" + words.get(most) + "\" is one argument too many");
        }
        return new Arguments(List.copyOf(words), Map.copyOf(options));
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(options.get(option));
    }

    /**
     * A number from 0.
     *
     * @param command the command's name, for messages
     * @param option its name
     * @param otherwise where it is not given
     */
    int number(String command, String option, int otherwise) throws UsageException {
        var given = options.get(option);
        if (given == null) {
            return otherwise;
        }
        if (given.matches("\\d{1,9}")) {
            return Integer.parseInt(given);
        }
        throw new UsageException(command + ": " + option + " needs a number, not \"" + given + "\"");
    }
}
