// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/** One of our commands as Gogo runs it, between the pipes that Gogo lays. */
final class GogoFunction implements Function {
    private static final int STDOUT = 1;

    private final Commands commands;
    private final String name;

    GogoFunction(Commands commands, String name) {
        this.commands = commands;
        this.name = name;
    }

    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments) {
        var line = new ArrayList<String>();
        line.add(name);
        // A variable that is not set is no word.
        arguments.stream().filter(Objects::nonNull).map(String::valueOf).forEach(line::add);
        var process = Process.Utils.current();
        try {
            process.error(commands.run(line, answer(session, process), new Printed(process.err())));
        } catch (UncheckedIOException e) {
            // Nobody reads any further, which is no failure.
        }
        return null;
    }

    private static Answer answer(CommandSession session, Process process) {
        return session.get(GogoSession.ASKED) instanceof Answer asked
                ? new Piped(new Printed(process.out()), asked, process.isTty(STDOUT))
                : new Printed(process.out());
    }

    /** Onto a stream of Gogo's, whose reader may have gone. */
    private record Printed(PrintStream to) implements Answer {
        @Override
        public void out(String text) {
            to.print(text);
            if (to.checkError()) {
                throw new UncheckedIOException(new IOException("nobody reads this any more"));
            }
        }
    }

    /** Of a client, whose terminal is reached where no pipe follows. */
    private record Piped(Printed printed, Answer asked, boolean last) implements Answer {
        @Override
        public void out(String text) {
            printed.out(text);
        }

        @Override
        public void following() {
            asked.following();
        }

        @Override
        public Client client() {
            return last ? asked.client() : asked.client().piped();
        }
    }
}
