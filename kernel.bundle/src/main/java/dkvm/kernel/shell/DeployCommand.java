// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.deploy.Deployments;
import dkvm.kernel.deploy.Deployments.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code install FILE}, {@code uninstall BUNDLE} and {@code bundle-restart BUNDLE}: as the watched folder does it, and
 * waits until it is done or refused. What was begun goes on, also when nobody waits any more.
 */
final class DeployCommand implements Command {
    /** Longer than all devices of a bundle take to be replaced, and what was begun before. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final String takes;
    private final String summary;
    private final String example;
    private final Deed deed;

    /** Begins what is asked for. */
    private interface Deed {
        CompletableFuture<Outcome> begin(String word, Client client) throws UsageException;
    }

    private DeployCommand(String name, String takes, String summary, String example, Deed deed) {
        this.name = name;
        this.takes = takes;
        this.summary = summary;
        this.example = example;
        this.deed = deed;
    }

    /** @param install see {@link Deployments#install} */
    static DeployCommand install(Function<Path, CompletableFuture<Outcome>> install) {
        return new DeployCommand("install", "FILE",
                "puts a device jar in the place of what runs of its bundle",
                "install target/keys.jar", (file, client) -> install.apply(client.file("install", file)));
    }

    /** @param uninstall see {@link Deployments#uninstall} */
    static DeployCommand uninstall(Function<String, CompletableFuture<Outcome>> uninstall) {
        return new DeployCommand("uninstall", "BUNDLE",
                "takes a bundle's jars away; a shipped one runs again",
                "uninstall com.example.keys", (bundle, _) -> uninstall.apply(bundle));
    }

    /** @param restart see {@link Deployments#restart} */
    static DeployCommand restart(Function<String, CompletableFuture<Outcome>> restart) {
        return new DeployCommand("bundle-restart", "BUNDLE",
                "new processes from the same bundle, with nothing lost",
                "bundle-restart com.example.keys", (bundle, _) -> restart.apply(bundle));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String synopsis() {
        return name + " " + takes;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public String example() {
        return example;
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var words = Arguments.read(name, arguments, Set.of(), Set.of(), 1).words();
        if (words.isEmpty()) {
            throw new UsageException(takes.equals("FILE")
                    ? name + ": which file?"
                    : name + ": which bundle? \"bundles\" lists those there are");
        }
        switch (await(deed.begin(words.getFirst(), answer.client()))) {
            case Outcome.Done done -> answer.out(plain(done.text()) + "\n");
            case Outcome.Refused refused -> throw new CommandFailedException(name + ": " + plain(refused.reason()));
        }
        return 0;
    }

    private Outcome await(CompletableFuture<Outcome> outcome) {
        try {
            return Patience.await(outcome, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(name + ": interrupted; what was begun goes on");
        } catch (TimeoutException e) {
            throw new CommandFailedException(name + ": not done after " + PATIENCE.toSeconds()
                    + " s, and it goes on; see \"dkvm ctl bundles\"");
        }
    }

    private static String plain(String text) {
        return text.strip().lines().map(OneLine::of).collect(Collectors.joining("\n"));
    }
}
