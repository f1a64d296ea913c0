// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Failures as the user sees them: one line {@code dkvm: what is wrong; what to do}. */
final class ErrorLines {
    private final PrintStream err;
    private final boolean traces;

    ErrorLines(PrintStream err, boolean traces) {
        this.err = err;
        this.traces = traces;
    }

    /** A command line that makes no sense. */
    int usage(ParameterException e, String... args) {
        return say(CommandFailure.USAGE, words(e), e);
    }

    /** A command that failed. */
    int failed(Exception e, CommandLine command, ParseResult parsed) {
        return switch (e) {
            case CommandFailure f -> say(f.code(), String.valueOf(f.getMessage()), f);
            case IOException io -> say(CommandFailure.FAILED, CommandFailure.words(io), io);
            default -> say(CommandFailure.FAILED, "internal error: " + e + "; see more with --log-level debug", e);
        };
    }

    private int say(int code, String message, Exception e) {
        err.println("dkvm: " + message.replace("\n", " "));
        if (traces) {
            e.printStackTrace(err);
        }
        return code;
    }

    private static String words(ParameterException e) {
        var command = e.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        return switch (e) {
            case UnmatchedArgumentException u when u.isUnknownOption() ->
                unknownOption(u.getUnmatched().getFirst(), command);
            case UnmatchedArgumentException u when command.getParent() == null ->
                unknownCommand(u.getUnmatched().getFirst(), command);
            case UnmatchedArgumentException u -> "\"" + u.getUnmatched().getFirst() + "\" is too much for " + name
                    + "; " + see(name);
            case MissingParameterException m ->
                m.getMissing().stream().map(ErrorLines::missing).collect(Collectors.joining(", ")) + "; " + see(name);
            default -> other(e, name);
        };
    }

    private static String missing(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + " needs a " + option.paramLabel()
                : argument.paramLabel() + " is missing";
    }

    /** Converters say what is wrong and what to do; picocli adds its own words in front. */
    private static String other(ParameterException e, String name) {
        if (e.getCause() instanceof TypeConversionException t) {
            return (e.getArgSpec() instanceof OptionSpec option ? option.longestName() + ": " : "") + t.getMessage();
        }
        var argument = e.getArgSpec();
        var text = String.valueOf(e.getMessage());
        var own = argument == null || !text.contains(": ") ? text : text.substring(text.indexOf(": ") + 2);
        return own.contains("; ") ? own : Character.toLowerCase(text.charAt(0)) + text.substring(1) + "; " + see(name);
    }

    private static String unknownOption(String option, CommandLine command) {
        var known = command.getCommandSpec().optionsMap().keySet();
        var name = command.getCommandSpec().qualifiedName();
        return "unknown option \"" + option + "\" of " + name + "; "
                + Suggestion.near(option.replaceFirst("=.*", ""), known)
                        .map(near -> "did you mean \"" + near + "\"?").orElse(see(name));
    }

    private static String unknownCommand(String word, CommandLine top) {
        var unknown = "unknown command \"" + word + "\"; ";
        if (ShellWords.ALL.contains(word)) {
            return unknown + "use \"dkvm ctl " + word + "\"";
        }
        if (word.endsWith(".yaml") || word.endsWith(".yml")) {
            return unknown + "use \"dkvm run " + word + "\"";
        }
        return unknown + Suggestion.near(word, top.getSubcommands().keySet())
                .map(near -> "did you mean \"dkvm " + near + "\"?").orElse("see \"dkvm help\"");
    }

    private static String see(String name) {
        return "see \"" + name + " --help\"";
    }
}
