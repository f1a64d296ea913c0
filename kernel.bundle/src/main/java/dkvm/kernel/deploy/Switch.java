// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.device.Replacements;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.Bundle;

/**
 * Devices from one bundle to another, and the desk with them: whole or not at all. For one thread, but for
 * {@link #abandon}.
 */
final class Switch {
    /** A device has 10 s to say hello, 2 s to hand over and 2 s to show that it works, and back: many take turns. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Facts of device types are code of their authors. */
    private static final Duration READING = Duration.ofSeconds(10);

    private final Replacements replacements;
    private final Milestones milestones;
    private final DeskTurn desk;
    private final Consumer<List<Path>> offering;
    private final CompletableFuture<Optional<String>> abandoned = new CompletableFuture<>();

    /**
     * Nothing changes over.
     *
     * @param offering is told which jars offer the device types from now on, before anything else can be applied
     */
    Switch(Replacements replacements, Milestones milestones, DeskTurn desk, Consumer<List<Path>> offering) {
        this.replacements = replacements;
        this.milestones = milestones;
        this.desk = desk;
        this.offering = offering;
    }

    /** Whoever waits for a replacement waits no longer: the kernel stops, and the devices with it. */
    void abandon() {
        abandoned.complete(Optional.of("the kernel stops"));
    }

    boolean isAbandoned() {
        return abandoned.isDone();
    }

    /**
     * Lets a bundle's devices run from another one.
     *
     * @param to a started bundle
     * @param jars what will offer the device types
     * @param what for the log: the bundle's or the file's name
     * @return why it does not; then all is as before. Empty: done
     */
    Optional<String> to(Bundle to, List<Path> jars, String what) {
        try {
            var fault = Bounded.call("reading the desk under its device types", READING, () -> desk.fault(jars));
            return fault.isPresent() ? fault : desk.under(jars, entries -> {
                var refused = replace(to, entries, what);
                if (refused.isEmpty()) {
                    offering.accept(jars);
                }
                return refused;
            });
        } catch (RefusedException e) {
            return Optional.of(e.words());
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.of(Cause.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the kernel stops");
        }
    }

    private Optional<String> replace(Bundle to, Map<String, DeviceEntry> entries, String what) {
        return await(replacements.replace(to, entries, steps(what)));
    }

    /** New processes of a bundle that devices run from come in the place of the old ones; answers as above. */
    Optional<String> renew(Bundle bundle) {
        return replace(bundle, Map.of(), bundle.getSymbolicName());
    }

    private Consumer<Replacements.Step> steps(String what) {
        return step -> milestones.accept(Milestone.valueOf(step.name()), what);
    }

    /** It may be done after all; before all is as it was, nothing else can begin. */
    private Optional<String> givenUp(CompletableFuture<Optional<String>> result, String words) {
        try {
            return result.applyToEither(abandoned, Function.identity()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.of(words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the kernel stops");
        }
    }

    private Optional<String> await(CompletableFuture<Optional<String>> result) {
        try {
            return result.applyToEither(abandoned, Function.identity()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            var words = "its devices have not changed over within " + PATIENCE.toSeconds() + " s";
            replacements.giveUp(words);
            return givenUp(result, words);
        } catch (ExecutionException e) {
            return Optional.of("its devices could not change over: " + Cause.of(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the kernel stops");
        }
    }
}
