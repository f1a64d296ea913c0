// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.deploy.Plan.Candidate;
import dkvm.kernel.deploy.Plan.Shipped;
import dkvm.kernel.deploy.Plan.Step;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

/** Random folders: once a plan is carried out nothing is left to do, and no type has two bundles. */
class PlanConvergesTest {
    private static final int FOLDERS = 3000;
    private static final int CHANGES = 6;
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final List<Shipped> shipped = List.of(new Shipped("a", Version.valueOf("1.0.0"), List.of("ta", "tx")),
            new Shipped("kernel", Version.valueOf("1.0.0"), List.of()));
    /** What runs from the folder, by bundle. */
    private final Map<String, Placed> running = new LinkedHashMap<>();
    /** What the folder holds, by name; null: a torn jar. */
    private final TreeMap<String, Candidate> folder = new TreeMap<>();

    @Test
    void nothingIsLeftToDo() {
        for (int seed = 0; seed < FOLDERS; seed++) {
            var random = new Random(seed);
            running.clear();
            folder.clear();
            for (int change = 0; change < CHANGES; change++) {
                change(random);
                carryOut(plan());
                assertThat(plan()).as("seed " + seed).satisfies(again -> {
                    assertThat(again.steps()).isEmpty();
                    assertThat(again.refusals()).isEmpty();
                });
                assertThat(ownersOfTypes()).as("seed " + seed).allSatisfy((_, owners) -> assertThat(owners).hasSize(1));
                assertThat(running.values()).as("seed " + seed).allMatch(each -> folder.containsKey(each.file()));
            }
        }
    }

    private Plan plan() {
        return Planner.plan(shipped, List.copyOf(running.values()), List.copyOf(folder.values()));
    }

    private void change(Random random) {
        for (int i = 0; i <= random.nextInt(3); i++) {
            var name = random.nextInt(4) + ".jar";
            if (random.nextInt(4) == 0) {
                folder.remove(name);
            } else {
                hold(name, random.nextInt(5) == 0 ? null : jar(random), random.nextInt(100));
            }
        }
    }

    private static DeviceJar jar(Random random) {
        var bundle = random.nextInt(20) == 0 ? "kernel" : NAMES.get(random.nextInt(NAMES.size()));
        var types = new TreeSet<String>();
        types.add("t" + bundle);
        if (random.nextInt(3) == 0) {
            types.add("t" + NAMES.get(random.nextInt(NAMES.size())));
        }
        var words = bundle + random.nextInt(3) + types;
        return new DeviceJar(bundle, new Version(1 + random.nextInt(2), 0, 0), List.copyOf(types), words,
                Path.of(words));
    }

    private void hold(String name, @Nullable DeviceJar jar, int seconds) {
        var time = FileTime.fromMillis(seconds * 1000L);
        Content content = jar == null
                ? new Content.Incomplete(0, "it is cut")
                : new Content.Whole(jar.hash(), jar.stored());
        folder.put(name, new Candidate(new FolderFile(name, new FileStat(1, time, name, time), content), jar));
    }

    private void carryOut(Plan plan) {
        for (var step : plan.steps()) {
            switch (step) {
                case Step.Put(var jar, var over) -> {
                    assertThat(running.put(jar.jar().bundle(), jar)).isEqualTo(over);
                }
                case Step.Rename(var from, var file) ->
                    running.put(from.jar().bundle(), new Placed(from.jar(), file));
                case Step.BackToShipped(var from) -> running.remove(from.jar().bundle());
                case Step.TakeAway(var jar) -> running.remove(jar.jar().bundle());
            }
        }
        // Refused, and what was good put in its place.
        for (var refusal : plan.refusals()) {
            var name = refusal.file().name();
            folder.remove(name);
            running.values().stream().filter(each -> each.file().equals(name)).findFirst()
                    .ifPresent(each -> hold(name, each.jar(), 200));
        }
    }

    private Map<String, Set<String>> ownersOfTypes() {
        var owners = new HashMap<String, Set<String>>();
        var all = new ArrayList<Map.Entry<String, List<String>>>();
        shipped.forEach(each -> all.add(Map.entry(each.bundle(), each.types())));
        running.values().forEach(each -> all.add(Map.entry(each.jar().bundle(), each.jar().types())));
        all.forEach(each -> each.getValue()
                .forEach(type -> owners.computeIfAbsent(type, _ -> new TreeSet<>()).add(each.getKey())));
        return owners;
    }
}
