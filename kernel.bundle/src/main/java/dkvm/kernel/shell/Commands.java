// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.Notices;
import dkvm.kernel.config.Words;
import dkvm.kernel.deploy.Deployments;
import dkvm.kernel.device.Devices;
import dkvm.kernel.pipeline.Graph;
import dkvm.kernel.pipeline.GraphProbe;
import dkvm.kernel.run.LiveDesk;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands there are. */
@Component(service = Commands.class)
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String HELP = "--help";
    /** What no command's name has: a scope, or the words of a whole line. */
    private static final Pattern LINE = Pattern.compile("[:|\\s]");

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final Vocabulary known;

    /**
     * The commands.
     *
     * @param view of this kernel
     * @param notices what happens in it
     * @param shutdown stops it
     * @param graph has the links
     * @param devices can be told what to do
     * @param desk what is configured
     * @param deployments has the device bundles
     * @param logs the log records after a number, see {@link LogRecord}; none in a test
     * @param levels sets the levels of loggers; none in a test
     */
    @Activate
    public Commands(@Reference KernelView view, @Reference Notices notices,
            @Reference(target = "(dkvm.command=shutdown)") Runnable shutdown, @Reference Graph graph,
            @Reference Devices devices, @Reference LiveDesk desk,
            @Reference Deployments deployments,
            @Reference(target = "(dkvm.log=true)", cardinality = ReferenceCardinality.OPTIONAL) @Nullable BiFunction<Long, Long, List<String[]>> logs,
            @Reference(target = "(dkvm.log=true)", cardinality = ReferenceCardinality.OPTIONAL) @Nullable BiConsumer<String, String> levels) {
        this(new KernelWords(view, graph, deployments), new DevicesCommand(view),
                new DeviceCommand(view, devices, new GraphProbe(graph)),
                new OrderCommand(Order.START, view, devices, notices),
                new OrderCommand(Order.STOP, view, devices, notices),
                new OrderCommand(Order.RESTART, view, devices, notices), new PipelinesCommand(view),
                new LinkCommand(graph), new UnlinkCommand(graph), new TapCommand(new GraphProbe(graph)),
                new DotCommand(view, new GraphProbe(graph)), new BuffersCommand(view),
                new ConfigCommand(desk, new GraphProbe(graph), view),
                new TypesCommand(deployments::deviceJars), new BundlesCommand(deployments::status),
                DeployCommand.install(deployments::install), DeployCommand.uninstall(deployments::uninstall),
                DeployCommand.restart(deployments::restart),
                new TopCommand(view),
                new LogsCommand(LogRecord.source(logs == null ? (_, _) -> List.of() : logs),
                        id -> view.devices().stream().anyMatch(device -> device.id().equals(id))),
                new LogLevelCommand(devices::logLevel, levels == null ? (_, _) -> {} : levels),
                new EventsCommand(notices), new ShutdownCommand(shutdown));
    }

    /** Commands in a test, whose words stand for nothing. */
    Commands(Command... commands) {
        this(_ -> List.of(), commands);
    }

    Commands(Vocabulary known, Command... commands) {
        this.known = known;
        for (var command : commands) {
            this.commands.put(command.name(), command);
        }
        this.commands.put("help", new HelpCommand(this));
    }

    Collection<Command> all() {
        return commands.values();
    }

    Set<String> names() {
        return commands.keySet();
    }

    Vocabulary known() {
        return known;
    }

    Optional<Command> find(String name) {
        return Optional.ofNullable(commands.get(name));
    }

    Command named(String name) throws UsageException {
        if (find(name).isEmpty() && LINE.matcher(name).find()) {
            throw new UsageException(Words.quote(name) + " is for Gogo to read; write dkvm ctl -c \"…\"");
        }
        return find(name).orElseThrow(() -> new UsageException(unknown(name)));
    }

    /** What to say of a name that none has. */
    String unknown(String name) {
        var meant = Words.didYouMean(name, names());
        return "unknown command " + Words.quote(name)
                + (meant.isEmpty() ? "; \"help\" lists those there are" : meant + "? \"help\" lists all");
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
        try {
            var name = line.isEmpty() ? "help" : line.getFirst();
            var command = named(name);
            var arguments = line.subList(Math.min(1, line.size()), line.size());
            if (arguments.contains(HELP)) {
                out.out(HelpText.of(command));
                return 0;
            }
            return command.run(arguments, out);
        } catch (UsageException e) {
            err.out("dkvm: " + e.getMessage() + "\n");
            return USAGE;
        } catch (WrongConfigurationException e) {
            String.valueOf(e.getMessage()).lines().forEach(finding -> err.out(finding + "\n"));
            return USAGE;
        } catch (CommandFailedException e) {
            err.out("dkvm: " + e.getMessage() + "\n");
            return FAILED;
        } catch (UncheckedIOException e) {
            // Who asked is gone, or has had enough.
            throw e;
        } catch (RuntimeException e) {
            LOG.error("the command {} failed", line, e);
            err.out("dkvm: the command failed: " + OneLine.of(e.toString()) + "; the log says more\n");
            return FAILED;
        }
    }
}
