// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/** What Gogo turns to where it knows no command of that name, which comes as the first argument. */
final class UnknownCommand implements Function {
    private static final int USAGE = 2;

    private final Commands commands;

    UnknownCommand(Commands commands) {
        this.commands = commands;
    }

    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments) {
        var process = Process.Utils.current();
        process.err().print("dkvm: " + commands.unknown(String.valueOf(arguments.getFirst())) + "\n");
        process.error(USAGE);
        return null;
    }
}
