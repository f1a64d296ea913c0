// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.deploy.Content.Incomplete;
import dkvm.kernel.deploy.Content.Unreadable;
import dkvm.kernel.deploy.Content.Unstable;
import dkvm.kernel.deploy.Content.Whole;
import dkvm.kernel.deploy.Plan.Candidate;
import dkvm.kernel.deploy.Plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what runs be what the watched folder wants: looks, verifies, plans, and carries out one step after another. What
 * goes wrong is said, and tried again or refused. For one thread.
 */
final class FolderWatch {
    /** What the shipped bundle could not take over is tried again so often. */
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final WatchedFolder folder;
    private final Layers layers;
    private final Changeover changeover;
    private final Refusals refusals;
    private final Milestones milestones;
    private final Progress progress;
    private final LongSupplier nanoTime;
    private JarCheck check = new JarCheck();
    private Map<String, FolderFile> before = Map.of();
    private final Set<String> verified = new HashSet<>();
    /** Bundles that do not go back to what is shipped, and when that is tried again. */
    private final Map<String, Long> again = new HashMap<>();
    private List<Candidate> candidates = List.of();
    private String fault = "";

    /** Is told how it goes. */
    interface Progress {
        /** The folder was looked at, and this is what there is. */
        void looked(FolderState state, Plan plan);

        /** What is about to come, or to go for the shipped one. */
        void begins(Placed placed);

        /** That is done, or not. */
        void over();

        /** Why a bundle goes on although its file is gone; empty: it does not. */
        void goesOn(String bundle, Optional<String> words);
    }

    FolderWatch(WatchedFolder folder, Layers layers, Changeover changeover, Refusals refusals, Milestones milestones,
            Progress progress, LongSupplier nanoTime) {
        this.folder = folder;
        this.layers = layers;
        this.changeover = changeover;
        this.refusals = refusals;
        this.milestones = milestones;
        this.progress = progress;
        this.nanoTime = nanoTime;
    }

    /** The files of the last look. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** Looks, and does all that the folder wants. */
    void look() {
        refusals.poll();
        var state = folder.poll();
        say(state.fault().orElse(""));
        tellNews(state);
        refusals.keep(state);
        var found = new ArrayList<Candidate>();
        state.files().forEach(file -> found.add(candidate(file)));
        candidates = List.copyOf(found);
        var plan = state.isSettled() ? Planner.plan(layers.all(), layers.placed(), candidates) : Plan.NONE;
        progress.looked(state, plan);
        if (!plan.refusals().isEmpty()) {
            // The next look finds the folder without them.
            plan.refusals().forEach(refusal -> refusals.refuse(refusal.file(), refusal.words()));
            return;
        }
        plan.steps().stream().filter(this::isDue).findFirst().ifPresent(step -> carryOut(step, state));
    }

    private void say(String words) {
        if (!words.equals(fault)) {
            if (words.isEmpty()) {
                LOG.info("the watched folder can be read again");
            } else {
                LOG.warn("the watched folder {}", words);
            }
            fault = words;
        }
    }

    private void tellNews(FolderState state) {
        var now = new HashMap<String, FolderFile>();
        for (var file : state.files()) {
            now.put(file.name(), file);
            tellNews(file, Optional.ofNullable(before.get(file.name())));
        }
        before = now;
    }

    private void tellNews(FolderFile file, Optional<FolderFile> then) {
        if (then.filter(same -> same.content().equals(file.content())).isPresent()) {
            return;
        }
        switch (file.content()) {
            // One that is going is unstable too, and has the look that it had.
            case Unstable _ when then.filter(same -> same.stat().equals(file.stat())).isEmpty() ->
                milestones.accept(Milestone.SEEN, file.name());
            case Whole _ -> milestones.accept(Milestone.STORED, file.name());
            case Unreadable unreadable -> LOG.warn("{}: {}; it is tried again", file.name(), unreadable.words());
            case Unstable _,Incomplete _ -> {
            }
        }
    }

    private Candidate candidate(FolderFile file) {
        return switch (file.content()) {
            case Content _ when refusals.isRefused(file) -> new Candidate(file, null);
            case Whole whole -> verified(file, whole);
            case Incomplete incomplete when incomplete.isOverdue(nanoTime.getAsLong()) -> {
                refusals.refuse(file, incomplete.words());
                yield new Candidate(file, null);
            }
            case Incomplete _,Unstable _,Unreadable _ -> new Candidate(file, null);
        };
    }

    private Candidate verified(FolderFile file, Whole whole) {
        try {
            var jar = check(whole);
            if (verified.add(whole.hash())) {
                milestones.accept(Milestone.VERIFIED, file.name());
            }
            return new Candidate(file, jar);
        } catch (RefusedException e) {
            refusals.refuse(file, e.words());
            return new Candidate(file, null);
        }
    }

    /** Verifies a jar, in bounded time. */
    DeviceJar check(Whole whole) throws RefusedException {
        var checking = check;
        try {
            return Bounded.call("reading it", Installation.PATIENCE, () -> checking.check(whole));
        } catch (RefusedException e) {
            // One that still reads has that check for itself.
            check = new JarCheck();
            throw e;
        }
    }

    private boolean isDue(Step step) {
        if (!(step instanceof Step.BackToShipped back)) {
            return true;
        }
        var due = again.get(back.from().jar().bundle());
        return due == null || nanoTime.getAsLong() - due >= 0;
    }

    private void carryOut(Step step, FolderState state) {
        switch (step) {
            case Step.Put put -> {
                progress.begins(put.jar());
                var refused = changeover.carryOut(step);
                progress.over();
                refused.ifPresent(words -> state.files().stream()
                        .filter(file -> file.name().equals(put.jar().file())).findFirst()
                        .ifPresent(file -> refusals.refuse(file, words)));
            }
            case Step.BackToShipped back -> backToShipped(back);
            case Step.TakeAway _,Step.Rename _ -> {
                var _ = changeover.carryOut(step);
            }
        }
    }

    private void backToShipped(Step.BackToShipped back) {
        var bundle = back.from().jar().bundle();
        progress.begins(back.from());
        var words = changeover.carryOut(back).map(why -> "its file " + back.from().file()
                + " is gone, but the shipped bundle cannot take its place: " + why);
        progress.over();
        if (words.isPresent()) {
            LOG.warn("{} {} runs on: {}", bundle, back.from().jar().version(), words.get());
            again.put(bundle, nanoTime.getAsLong() + AGAIN_NANOS);
        } else {
            again.remove(bundle);
        }
        progress.goesOn(bundle, words);
    }
}
