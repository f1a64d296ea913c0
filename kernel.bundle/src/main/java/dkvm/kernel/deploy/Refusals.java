// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.deploy.Content.Whole;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is refused: out of the folder where that is possible, and else not tried again while it is as it is. For one
 * thread.
 */
final class Refusals {
    /** Of so many looks one tries again to move what could not be moved. */
    private static final int LOOKS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Rejected rejected;
    private final Layers layers;
    private final GoodKeeper good;
    private final Switch devices;
    private final Milestones milestones;
    private final Pending pending;
    /** Files that could not be moved; others look too. */
    private final Map<String, Stuck> stuck = new ConcurrentHashMap<>();
    private int looks;

    private record Stuck(FolderFile file, String words, String fault) {}

    Refusals(Rejected rejected, Layers layers, GoodKeeper good, Switch devices, Milestones milestones,
            Pending pending) {
        this.rejected = rejected;
        this.layers = layers;
        this.good = good;
        this.devices = devices;
        this.milestones = milestones;
        this.pending = pending;
    }

    /** Refuses a file. While the kernel stops nothing is refused: whatever went wrong, the stop may have done it. */
    void refuse(FolderFile file, String words) {
        if (devices.isAbandoned()) {
            return;
        }
        LOG.warn("{} is not taken: {}", file.name(), words);
        pending.refused(file, words);
        move(file, words, "");
    }

    private void move(FolderFile file, String words, String faultBefore) {
        try {
            rejected.reject(file, words, good.lastGood(layers, file.name()),
                    () -> milestones.accept(Milestone.REJECTING, file.name()));
            milestones.accept(Milestone.REJECTED, file.name());
            stuck.remove(file.name());
        } catch (IOException e) {
            var fault = Cause.of(e);
            if (!fault.equals(faultBefore)) {
                LOG.warn("{} cannot be moved to {}: {}; it is left alone where it is", file.name(), Rejected.FOLDER,
                        fault);
            }
            stuck.put(file.name(), new Stuck(file, words, fault));
        }
    }

    /** Whether a file was refused, is as it was then, and is still in the folder. */
    boolean isRefused(FolderFile file) {
        var refused = stuck.get(file.name());
        return refused != null && isSame(refused.file(), file);
    }

    private static boolean isSame(FolderFile one, FolderFile other) {
        return one.content() instanceof Whole whole
                ? whole.equals(other.content())
                : one.content().getClass().equals(other.content().getClass()) && one.stat().isWrittenAs(other.stat());
    }

    /** Looks what comes back, and now and then tries to move what could not be moved. */
    void poll() {
        rejected.poll().forEach(name -> LOG.debug("{} is looked at anew", name));
        looks++;
        if (looks % LOOKS == 0) {
            Map.copyOf(stuck).values().forEach(each -> move(each.file(), each.words(), each.fault()));
        }
    }

    /** Forgets files that are gone or others now. */
    void keep(FolderState state) {
        good.keep(state);
        stuck.values().removeIf(each -> state.files().stream()
                .noneMatch(file -> file.name().equals(each.file().name()) && isSame(each.file(), file)));
    }

    /** The refused files by name, with their reasons. Any thread may ask. */
    Map<String, String> reasons() {
        var reasons = new TreeMap<>(rejected.reasons());
        stuck.forEach((name, each) -> reasons.put(name, each.words()));
        return reasons;
    }
}
