// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;
import java.util.Set;

/** {@code help [COMMAND]}: what there is to ask for. */
final class HelpCommand implements Command {
    private final Commands commands;

    HelpCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String synopsis() {
        return "help [COMMAND]";
    }

    @Override
    public String summary() {
        return "what there is to ask for; more of one command";
    }

    @Override
    public String example() {
        return "help logs";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var words = Arguments.read(name(), arguments, Set.of(), Set.of(), 1).words();
        answer.out(words.isEmpty()
                ? HelpText.all(commands.all(), answer.client())
                : HelpText.of(commands.named(words.getFirst())));
        return 0;
    }
}
