// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.Notices;
import dkvm.kernel.device.Devices;
import dkvm.kernel.pipeline.Graph;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** The commands there are. */
@Component(service = Commands.class)
public final class Commands {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final List<String> HELP = List.of("--help");

    private final List<Command> commands;

    /**
     * The commands.
     *
     * @param view of this kernel
     * @param notices what happens in it
     * @param shutdown stops it
     * @param graph has the links
     * @param devices can be told what to log
     * @param context says where device bundles are
     * @param logs the log records after a number, see {@link LogRecord}; none in a test
     * @param levels sets the levels of loggers; none in a test
     */
    @Activate
    public Commands(@Reference KernelView view, @Reference Notices notices,
            @Reference(target = "(dkvm.command=shutdown)") Runnable shutdown, @Reference Graph graph,
            @Reference Devices devices,
            BundleContext context,
            @Reference(target = "(dkvm.log=true)", cardinality = ReferenceCardinality.OPTIONAL) @Nullable BiFunction<Long, Long, List<String[]>> logs,
            @Reference(target = "(dkvm.log=true)", cardinality = ReferenceCardinality.OPTIONAL) @Nullable BiConsumer<String, String> levels) {
        this(new DevicesCommand(view), new PipelinesCommand(view), new LinkCommand(graph),
                new UnlinkCommand(graph), new BuffersCommand(view),
                new TypesCommand(Optional.ofNullable(context.getProperty("dkvm.device.jars")).orElse("")),
                new LogsCommand(LogRecord.source(logs == null ? (_, _) -> List.of() : logs),
                        id -> view.devices().stream().anyMatch(device -> device.id().equals(id))),
                new LogLevelCommand(devices::logLevel, levels == null ? (_, _) -> {} : levels),
                new EventsCommand(notices), new ShutdownCommand(shutdown));
    }

    Commands(Command... commands) {
        this.commands = List.of(commands);
    }

    private static int help(Command command, Answer out) {
        out.out(usage(command));
        return 0;
    }

    private static String usage(Command command) {
        return command.synopsis() + "\n    " + command.summary() + "\n";
    }

    /**
     * Runs a command line.
     *
     * @param line the command and its arguments
     * @param out where its output goes
     * @param err where complaints go
     * @return the exit code
     */
    int run(List<String> line, Answer out, Answer err) {
        if (line.isEmpty() || line.getFirst().equals("help")) {
            commands.forEach(command -> out.out(usage(command)));
            return 0;
        }
        var name = line.getFirst();
        var arguments = line.subList(1, line.size());
        try {
            for (var command : commands) {
                if (command.name().equals(name)) {
                    return arguments.equals(HELP) ? help(command, out) : command.run(arguments, out);
                }
            }
            throw new UsageException("unknown command \"" + name + "\"; \"help\" lists those there are");
        } catch (UsageException e) {
            err.out("dkvm: " + e.getMessage() + "\n");
            return USAGE;
        } catch (CommandFailedException e) {
            err.out("dkvm: " + e.getMessage() + "\n");
            return FAILED;
        }
    }
}
