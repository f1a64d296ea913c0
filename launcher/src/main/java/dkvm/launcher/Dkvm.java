// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.place.HomePath;
import dkvm.sdk.log.LogLevel;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/** The command line: which commands there are, and how each gets what it needs. */
final class Dkvm {
    private static final Pattern TRACES = Pattern.compile("--log-level[= ](debug|trace)");

    private final Surroundings around;

    Dkvm(Surroundings around) {
        this.around = around;
    }

    /** Runs a command; the exit code. */
    int run(String... args) {
        var line = commands();
        var errors = new ErrorLines(around.err(), traces(args));
        line.setParameterExceptionHandler(errors::usage);
        line.setExecutionExceptionHandler(errors::failed);
        return written(line.execute(args));
    }

    /** What was to be read and could not be written is a failure: a script would take it for empty. */
    private int written(int code) {
        if (!around.out().checkError()) {
            return code;
        }
        around.err().println("dkvm: standard output cannot be written; is its disk full, or its reader gone?");
        return Math.max(code, CommandFailure.FAILED);
    }

    private CommandLine commands() {
        var homes = new HomePath(around.environment());
        var check = new DeskCheck(around.distribution(), around.environment());
        var run = new KernelRun(around, check);
        // What follows the name of a shell's command is that command's own.
        var ctl = new CommandLine(new CtlCommand(around, homes)).setStopAtPositional(true);
        var line = new CommandLine(new Top()).addSubcommand(new DemoCommand(around, run))
                .addSubcommand(new RunCommand(homes, run)).addSubcommand(new CheckCommand(around, homes, check))
                .addSubcommand(ctl).addSubcommand(new UnitCommand(around))
                .addSubcommand(new BenchCommand(around, homes)).addSubcommand(new CompletionCommand(around.out()))
                .addSubcommand(new VersionCommand(around.out()))
                .addSubcommand(new HelpCommand(around.out()));
        line.registerConverter(Duration.class, Durations::parse);
        line.registerConverter(LogLevel.class, LogLevels::parse);
        line.setColorScheme(Help.defaultColorScheme(around.color() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
        return line;
    }

    /** Whether the command line asks for traces, whatever else is wrong with it. */
    private static boolean traces(String... args) {
        return TRACES.matcher(String.join(" ", args)).find();
    }

    /** The command without a command. */
    @Command(name = "dkvm", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
            "The distributed KVM switch: devices as processes, pipelines between them."}, commandListHeading = "%nCommands:%n", footer = {
                    "", "First steps: dkvm demo",
                    "A running kernel's commands: dkvm ctl devices|pipelines|top|logs|…; dkvm ctl help lists them, dkvm ctl alone is a prompt"})
    static final class Top implements Runnable {
        @Override
        public void run() {
            throw CommandFailure.usage("no command is given; try \"dkvm demo\", or \"dkvm help\" for all commands");
        }
    }
}
