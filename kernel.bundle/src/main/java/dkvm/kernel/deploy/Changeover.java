// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.deploy.Layers.Installed;
import dkvm.kernel.deploy.Plan.Step;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the steps of a plan, each whole or not at all. For one thread; a step takes as long as devices take. */
final class Changeover {
    private static final Logger LOG = LoggerFactory.getLogger(Changeover.class);

    private final Layers layers;
    private final Installation installation;
    private final Switch devices;
    private final GoodKeeper good;
    private final Milestones milestones;

    Changeover(Layers layers, Installation installation, Switch devices, GoodKeeper good, Milestones milestones) {
        this.layers = layers;
        this.installation = installation;
        this.devices = devices;
        this.good = good;
        this.milestones = milestones;
    }

    /** Carries out a step; answers why it was not done, and then all is as before. Empty: done. */
    Optional<String> carryOut(Step step) {
        return switch (step) {
            case Step.Put put -> put(put.jar());
            case Step.BackToShipped back -> backToShipped(back.from());
            case Step.TakeAway away -> takeAway(away.jar());
            case Step.Rename rename -> rename(rename.from(), rename.file());
        };
    }

    private Optional<String> put(Placed placed) {
        var jar = placed.jar();
        var before = layers.running(jar.bundle());
        Bundle to;
        try {
            to = installation.put(placed);
        } catch (RefusedException e) {
            return Optional.of(e.words());
        }
        boolean runsAlready = before.filter(each -> each.bundle().equals(to)).isPresent();
        if (!runsAlready) {
            var refused = devices.to(to, layers.jars(jar.bundle(), Optional.of(jar)), placed.file());
            if (refused.isPresent()) {
                leave(to);
                return refused;
            }
        }
        layers.put(placed, to);
        LOG.info("{} {} from {} runs{}", jar.bundle(), jar.version(), placed.file(), before
                .map(each -> runsAlready ? ", as it is shipped" : " in place of " + name(each))
                .orElse(": it offers " + String.join(", ", jar.types())));
        settle(before.filter(_ -> !runsAlready), placed.file());
        return Optional.empty();
    }

    private Optional<String> backToShipped(Placed from) {
        var bundle = from.jar().bundle();
        var before = layers.running(bundle);
        var shipped = layers.shipped(bundle).orElseThrow();
        if (!layers.isShipped(before.orElseThrow().bundle())) {
            var refused = devices.to(shipped.bundle(), layers.jars(bundle, Optional.of(shipped.jar())), bundle);
            if (refused.isPresent()) {
                return refused;
            }
        }
        layers.remove(bundle);
        LOG.info("{}: the shipped {} runs in place of {}, whose file {} is gone", bundle, shipped.jar().version(),
                from.jar().version(), from.file());
        settle(before, from.file());
        return Optional.empty();
    }

    private Optional<String> takeAway(Placed from) {
        var jar = from.jar();
        var before = layers.running(jar.bundle());
        layers.remove(jar.bundle());
        LOG.info("{} {} is gone with its file {}: devices of {} wait", jar.bundle(), jar.version(), from.file(),
                String.join(", ", jar.types()));
        settle(before, from.file());
        return Optional.empty();
    }

    private Optional<String> rename(Placed from, String file) {
        layers.deployed(from.jar().bundle()).ifPresent(each -> layers.put(new Placed(from.jar(), file), each.bundle()));
        LOG.debug("{} {} is called {} now", from.jar().bundle(), from.jar().version(), file);
        settle(Optional.empty(), file);
        return Optional.empty();
    }

    /** What ran does not start any more, and its file is to be judged anew. */
    void lose(Placed lost) {
        var before = layers.running(lost.jar().bundle());
        good.forget(lost);
        layers.remove(lost.jar().bundle());
        settle(before, lost.file());
    }

    /** What runs is good; what ran before may go. */
    private void settle(Optional<Installed> before, String file) {
        if (good.write(layers)) {
            milestones.accept(Milestone.GOOD, file);
        }
        before.map(Installed::bundle).filter(bundle -> !layers.isShipped(bundle)).ifPresent(bundle -> {
            installation.remove(bundle);
            milestones.accept(Milestone.UNINSTALLED, file);
        });
    }

    /** Nothing of it runs; where the kernel stops, nobody knows. */
    private void leave(Bundle bundle) {
        if (!layers.isShipped(bundle) && !devices.isAbandoned()) {
            installation.remove(bundle);
        }
    }

    private String name(Installed before) {
        return (layers.isShipped(before.bundle()) ? "the shipped " : "") + before.jar().version();
    }
}
