// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.deploy.Plan.Candidate;
import dkvm.kernel.deploy.Plan.Shipped;
import dkvm.kernel.deploy.Plan.Step;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/** A line of the plan's table: what is shipped, runs and lies in the folder, and the plan in words. */
final class PlanTable {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Shipped> shipped = new ArrayList<>();
    private final List<Placed> running = new ArrayList<>();
    private final List<Candidate> folder = new ArrayList<>();

    /** What a file holds. */
    record Held(Content content, @Nullable DeviceJar jar) {}

    /** {@code BUNDLE VERSION TYPE…}: the same words are the same content. {@code other-bytes} is no type. */
    static Held jar(String words) {
        var parts = List.of(words.split(" ", -1));
        var types = parts.subList(2, parts.size()).stream().filter(type -> !type.equals("other-bytes")).toList();
        var jar = new DeviceJar(parts.get(0), Version.parseVersion(parts.get(1)), types, words, Path.of(words));
        return new Held(new Content.Whole(words, jar.stored()), jar);
    }

    static Held incomplete() {
        return new Held(new Content.Incomplete(0, "it is cut"), null);
    }

    static Held unstable() {
        return new Held(new Content.Unstable(), null);
    }

    PlanTable ships(String words) {
        var parts = List.of(words.split(" ", -1));
        shipped.add(new Shipped(parts.get(0), Version.parseVersion(parts.get(1)), parts.subList(2, parts.size())));
        return this;
    }

    PlanTable runs(String file, Held held) {
        if (held.jar() != null) {
            running.add(new Placed(held.jar(), file));
        }
        return this;
    }

    PlanTable holds(String file, Held held, long seconds) {
        var time = FileTime.from(TIME.plusSeconds(seconds));
        folder.add(new Candidate(new FolderFile(file, new FileStat(1, time, file, time), held.content()), held.jar()));
        return this;
    }

    /** The steps, in order, then refusals and what is shadowed. */
    List<String> plan() {
        var plan = Planner.plan(shipped, running, folder);
        var lines = new ArrayList<String>();
        plan.steps().forEach(step -> lines.add(words(step)));
        plan.refusals().forEach(refusal -> lines.add("refused " + refusal.file().name() + ": " + refusal.words()));
        plan.shadowed().forEach(each -> lines.add("shadowed " + each.jar().file() + ": " + each.words()));
        return lines;
    }

    private static String words(Step step) {
        return switch (step) {
            case Step.Put(var jar, var over) ->
                "put " + words(jar) + (over == null ? "" : " over " + words(over));
            case Step.Rename(var from, var file) -> "rename " + words(from) + " to " + file;
            case Step.BackToShipped(var from) -> "back from " + name(from);
            case Step.TakeAway(var jar) -> "away " + name(jar);
        };
    }

    private static String words(Placed placed) {
        return name(placed) + " from " + placed.file();
    }

    private static String name(Placed placed) {
        return placed.jar().bundle() + " " + placed.jar().version();
    }
}
