// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.Words;
import dkvm.kernel.deploy.Plan.Candidate;
import dkvm.kernel.deploy.Plan.Refusal;
import dkvm.kernel.deploy.Plan.Shadowed;
import dkvm.kernel.deploy.Plan.Shipped;
import dkvm.kernel.deploy.Plan.Step;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the plan of one state: of each bundle the best file runs; who has a type keeps it. Pure. */
final class Planner {
    /** The higher version; of equal ones the newer file, then the later name. */
    private static final Comparator<Contender> BEST_LAST = Comparator
            .comparing((Contender c) -> c.placed().jar().version()).thenComparing(Contender::mtime)
            .thenComparing(c -> c.placed().file());

    private final Map<String, Shipped> shipped = new LinkedHashMap<>();
    private final Map<String, Placed> running = new LinkedHashMap<>();
    private final Map<String, List<Contender>> contenders = new LinkedHashMap<>();
    /** Bundles by the types they have. */
    private final Map<String, String> owners = new HashMap<>();
    /** Who is not the best of its bundle, and who is. */
    private final Map<Contender, Placed> beaten = new LinkedHashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Shadowed> shadowed = new ArrayList<>();

    /** A file that wants to be what runs of its bundle; without a file it stands for what runs already. */
    private record Contender(Placed placed, FileTime mtime, @Nullable FolderFile file) {}

    private Planner(List<Shipped> shipped, List<Placed> running, List<Candidate> folder) {
        shipped.forEach(each -> this.shipped.put(each.bundle(), each));
        running.forEach(each -> this.running.put(each.jar().bundle(), each));
        folder.forEach(this::enter);
    }

    /**
     * What is to be done.
     *
     * @param shipped the bundles that the launcher installed
     * @param running what runs from the folder now: of each bundle one
     * @param folder the folder's files
     */
    static Plan plan(List<Shipped> shipped, List<Placed> running, List<Candidate> folder) {
        if (folder.stream().anyMatch(each -> each.file().content() instanceof Content.Unstable)) {
            return Plan.NONE;
        }
        var plan = new Planner(shipped, running, folder).plan();
        if (plan.refusals().isEmpty()) {
            return plan;
        }
        // What runs from a file stays when its new content is refused: the rest follows from that.
        var refused = plan.refusals().stream().map(Refusal::file).collect(Collectors.toSet());
        var rest = plan(shipped, running, folder.stream()
                .map(each -> refused.contains(each.file()) ? new Candidate(each.file(), null) : each).toList());
        return new Plan(rest.steps(), Stream.concat(plan.refusals().stream(), rest.refusals().stream()).toList(),
                rest.shadowed());
    }

    private void enter(Candidate candidate) {
        var file = candidate.file();
        if (candidate.jar() != null) {
            enter(new Contender(new Placed(candidate.jar(), file.name()), file.mtime(), file));
            return;
        }
        running.values().stream().filter(each -> each.file().equals(file.name()))
                .forEach(each -> enter(new Contender(each, file.mtime(), null)));
    }

    private void enter(Contender contender) {
        contenders.computeIfAbsent(contender.placed().jar().bundle(), _ -> new ArrayList<>()).add(contender);
    }

    private Plan plan() {
        own();
        var steps = new ArrayList<Step>();
        var placing = new ArrayList<Step>();
        for (var bundle : inOrder()) {
            var best = best(bundle);
            var now = running.get(bundle);
            if (best.isPresent()) {
                place(best.get(), now).ifPresent(placing::add);
            } else if (now != null) {
                steps.add(shipped.containsKey(bundle) ? new Step.BackToShipped(now) : new Step.TakeAway(now));
            }
        }
        judgeBeaten();
        // What goes leaves its types to what comes.
        steps.addAll(placing);
        return new Plan(steps, refusals, shadowed);
    }

    private void own() {
        shipped.values().forEach(each -> each.types().forEach(type -> owners.put(type, each.bundle())));
        running.values().stream().filter(each -> contenders.containsKey(each.jar().bundle()))
                .forEach(this::own);
    }

    private void own(Placed placed) {
        placed.jar().types().forEach(type -> owners.putIfAbsent(type, placed.jar().bundle()));
    }

    /** What runs comes first, then who was there first: two new bundles may want the same type. */
    private List<String> inOrder() {
        var order = new ArrayList<>(running.keySet());
        contenders.entrySet().stream().filter(each -> !running.containsKey(each.getKey()))
                .sorted(Comparator.comparing((Map.Entry<String, List<Contender>> each) -> each.getValue().stream()
                        .map(Contender::mtime).min(Comparator.naturalOrder()).orElseThrow())
                        .thenComparing(Map.Entry::getKey))
                .forEach(each -> order.add(each.getKey()));
        return order;
    }

    private Optional<Placed> best(String bundle) {
        Contender best = null;
        for (var each : contenders.getOrDefault(bundle, List.of()).stream().sorted(BEST_LAST.reversed()).toList()) {
            if (best != null) {
                beaten.put(each, best.placed());
            } else if (!isRefused(each)) {
                best = each;
                own(each.placed());
            }
        }
        return Optional.ofNullable(best).map(Contender::placed);
    }

    /** Only when all have their types: what is shadowed by one may want a type of another. */
    private void judgeBeaten() {
        beaten.forEach((each, best) -> {
            if (!isRefused(each)) {
                shadowed.add(new Shadowed(each.placed(), words(best, each.placed())));
            }
        });
    }

    private boolean isRefused(Contender contender) {
        var why = refusal(contender.placed().jar());
        if (why.isEmpty() || contender.file() == null) {
            return false;
        }
        refusals.add(new Refusal(contender.file(), why.get()));
        return true;
    }

    private Optional<String> refusal(DeviceJar jar) {
        var same = shipped.get(jar.bundle());
        if (same != null && same.types().isEmpty()) {
            return Optional.of("its symbolic name " + jar.bundle()
                    + " is that of a part of the kernel; give it another name");
        }
        return jar.types().stream().filter(type -> !owners.getOrDefault(type, jar.bundle()).equals(jar.bundle()))
                .findFirst().map(type -> "it offers device type " + Words.quote(type) + ", which bundle "
                        + owners.get(type) + " has; give the type another name, or take that bundle away first");
    }

    private static String words(Placed best, Placed other) {
        var version = best.jar().version() + " in " + best.file();
        if (best.jar().hash().equals(other.jar().hash())) {
            return version + " is the same";
        }
        return version + (best.jar().version().equals(other.jar().version()) ? " is newer" : " is higher");
    }

    private static Optional<Step> place(Placed best, @Nullable Placed now) {
        if (now == null || !now.jar().hash().equals(best.jar().hash())) {
            return Optional.of(new Step.Put(best, now));
        }
        return now.file().equals(best.file()) ? Optional.empty() : Optional.of(new Step.Rename(now, best.file()));
    }
}
