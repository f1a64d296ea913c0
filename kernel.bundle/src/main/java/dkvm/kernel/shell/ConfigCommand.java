// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.JsonParser;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.config.Checked;
import dkvm.kernel.config.Desk;
import dkvm.kernel.config.DeskDocument;
import dkvm.kernel.config.Finding;
import dkvm.kernel.config.FindingsJson;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.pipeline.GraphProbe;
import dkvm.kernel.pipeline.LinkRule;
import dkvm.kernel.run.LiveDesk;
import dkvm.kernel.run.Reload;
import dkvm.sdk.event.StreamKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** {@code config show|diff|check FILE|reload [--json]}: the desk that runs, and the file that it comes from. */
final class ConfigCommand implements Command {
    private static final String PARTS = "config: show, diff, check FILE or reload?";

    /** Longer than a reload takes, and the one before it. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final LiveDesk desk;
    private final GraphProbe graph;
    private final DeskComparison comparison;

    ConfigCommand(LiveDesk desk, GraphProbe graph, KernelView view) {
        this.desk = desk;
        this.graph = graph;
        this.comparison = new DeskComparison(view, graph);
    }

    @Override
    public String name() {
        return "config";
    }

    @Override
    public String synopsis() {
        return "config show|diff|check FILE|reload [--json]";
    }

    @Override
    public String summary() {
        return "what runs; how the file differs; whether a file is right; applies the kernel's file as it is now";
    }

    @Override
    public String example() {
        return "config diff";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json"), Set.of(), 2);
        var words = parsed.words();
        if (words.isEmpty()) {
            throw new UsageException(PARTS);
        }
        boolean check = words.getFirst().equals("check");
        if (!check && words.size() > 1) {
            throw new UsageException("config: \"" + words.get(1) + "\" is one argument too many");
        }
        try {
            switch (words.getFirst()) {
                case "show" -> show(parsed.has("--json"), answer);
                case "diff" -> diff(parsed.has("--json"), answer);
                case "check" -> check(words, parsed.has("--json"), answer);
                case "reload" -> ReloadForm.show(reload(), parsed.has("--json"), answer);
                default -> throw new UsageException(PARTS + " not \"" + words.getFirst() + '"');
            }
        } catch (IOException e) {
            throw new CommandFailedException("config: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("config: interrupted; what was begun goes on");
        }
        return 0;
    }

    private void show(boolean json, Answer answer) throws IOException {
        var document = new DeskDocument(desk.types(), this::kind);
        if (json) {
            answer.json(document.of(running()));
        } else {
            desk.file().ifPresent(file -> answer.out("# " + OneLine.of(file.toString()) + ", as it runs\n"));
            answer.out(document.yaml(running()));
        }
    }

    private Optional<StreamKind> kind(LinkEntry link) {
        return graph.rules().stream().filter(rule -> rule.from().equals(link.from()) && rule.to().equals(link.to()))
                .map(LinkRule::kind).findFirst();
    }

    private void diff(boolean json, Answer answer) throws IOException {
        var running = running();
        var file = desk.file().orElseThrow();
        var checked = desk.read(file);
        var wanted = checked.desk().orElseThrow(() -> wrong(checked, file));
        comparison.show(running, wanted, json, answer);
    }

    private void check(List<String> words, boolean json, Answer answer) throws UsageException, IOException {
        if (words.size() < 2) {
            throw new UsageException("config: check which file?");
        }
        var file = answer.client().file(name(), words.get(1));
        var checked = desk.read(file);
        if (json) {
            answer.json(JsonParser.parseString(FindingsJson.of(file.toString(), checked.findings())));
        } else if (checked.isOk()) {
            checked.findings().forEach(finding -> answer.out(line(finding, file) + "\n"));
            answer.out("OK\n");
            checked.memory().forEach(port -> answer.out("memory: " + port.text() + "\n"));
        }
        if (!checked.isOk()) {
            throw json ? new WrongConfigurationException(List.of()) : wrong(checked, file);
        }
    }

    /** On a thread of its own: a client that goes away does not leave it half done. */
    private Reload reload() throws InterruptedException {
        var reload = new FutureTask<>(desk::reload);
        Thread.ofVirtual().name("dkvm-config-reload").start(reload);
        try {
            return Patience.await(reload, PATIENCE);
        } catch (TimeoutException e) {
            throw new CommandFailedException("config: other reloads take long; this one is still to come");
        }
    }

    private Desk running() {
        return desk.desk().orElseThrow(() -> new CommandFailedException(
                "config: nothing was applied; this kernel was started without a configuration file"));
    }

    private static WrongConfigurationException wrong(Checked checked, Path file) {
        return new WrongConfigurationException(
                checked.findings().stream().map(finding -> line(finding, file)).toList());
    }

    private static String line(Finding finding, Path file) {
        return OneLine.of(finding.format(file.toString()));
    }
}
