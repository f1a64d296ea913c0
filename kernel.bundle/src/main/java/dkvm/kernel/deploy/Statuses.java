// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.api.BundleStatus;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.deploy.Content.Incomplete;
import dkvm.kernel.deploy.Content.Unreadable;
import dkvm.kernel.deploy.Content.Unstable;
import dkvm.kernel.deploy.Content.Whole;
import dkvm.kernel.deploy.Plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How the bundles are, for people. One thread tells; any may ask. */
final class Statuses implements FolderWatch.Progress {
    private static final String ACTIVE = "ACTIVE";
    private static final String SHADOWED = "SHADOWED";

    private final Layers layers;
    private final Supplier<Map<String, String>> refused;
    private FolderState state = new FolderState(List.of(), Optional.empty());
    private Plan plan = Plan.NONE;
    private Optional<Placed> coming = Optional.empty();
    /** Why bundles go on although their files are gone. */
    private final Map<String, String> goingOn = new HashMap<>();
    /** Without their devices. */
    private volatile List<BundleStatus> published = List.of();

    /**
     * Nothing was looked at yet.
     *
     * @param layers what there is
     * @param refused the refused files with their reasons; any thread may ask
     */
    Statuses(Layers layers, Supplier<Map<String, String>> refused) {
        this.layers = layers;
        this.refused = refused;
    }

    /** The bundles and files, with the devices that run from each. */
    List<BundleStatus> with(List<DeviceStatus> devices) {
        var all = new ArrayList<BundleStatus>();
        published.forEach(each -> all.add(each.state().equals(ACTIVE) ? with(each, devices) : each));
        refused.get().forEach((file, reason) -> all.add(nameless(file, "REJECTED", reason)));
        return all;
    }

    private static BundleStatus with(BundleStatus bundle, List<DeviceStatus> devices) {
        return new BundleStatus(bundle.bundle(), bundle.version(), bundle.state(), bundle.origin(), bundle.file(),
                bundle.hash(), bundle.types(), devices.stream()
                        .filter(device -> device.bundle().equals(bundle.bundle())).map(DeviceStatus::id).toList(),
                bundle.reason());
    }

    @Override
    public void looked(FolderState newState, Plan newPlan) {
        state = newState;
        if (newState.isSettled()) {
            plan = newPlan;
            goingOn.keySet().retainAll(newPlan.steps().stream().filter(Step.BackToShipped.class::isInstance)
                    .map(step -> ((Step.BackToShipped) step).from().jar().bundle()).toList());
        }
        over();
    }

    @Override
    public void over() {
        coming = Optional.empty();
        publish();
    }

    @Override
    public void begins(Placed placed) {
        coming = Optional.of(placed);
        publish();
    }

    @Override
    public void goesOn(String bundle, Optional<String> words) {
        words.ifPresentOrElse(why -> goingOn.put(bundle, why), () -> goingOn.remove(bundle));
    }

    /** Why a bundle goes on although its files are gone. */
    Optional<String> goesOn(String bundle) {
        return Optional.ofNullable(goingOn.get(bundle));
    }

    /** Why a file waits. */
    Optional<String> shadow(String file) {
        return plan.shadowed().stream().filter(each -> each.jar().file().equals(file)).map(Plan.Shadowed::words)
                .findFirst();
    }

    /** Makes known what is so now. */
    void publish() {
        var all = new ArrayList<BundleStatus>();
        layers.shipped().forEach(each -> all.add(shipped(each.jar())));
        layers.deployed().map(Layers.Deployed::placed).forEach(each -> all.add(of(each, runningState(each),
                goesOn(each.jar().bundle()))));
        coming.filter(each -> !isRunning(each.jar()))
                .ifPresent(each -> all.add(of(each, "REPLACING", Optional.empty())));
        plan.shadowed().forEach(each -> all.add(of(each.jar(), SHADOWED, Optional.of(each.words()))));
        state.files().forEach(file -> unfinished(file).ifPresent(words -> all.add(nameless(file.name(), "INCOMPLETE",
                words))));
        published = List.copyOf(all);
    }

    private boolean isRunning(DeviceJar jar) {
        return layers.deployed(jar.bundle()).filter(each -> each.placed().jar().hash().equals(jar.hash())).isPresent();
    }

    private String runningState(Placed placed) {
        return coming.filter(placed::equals).isPresent() ? "REPLACING" : ACTIVE;
    }

    private BundleStatus shipped(DeviceJar jar) {
        var over = layers.deployed(jar.bundle()).map(Layers.Deployed::placed);
        return new BundleStatus(jar.bundle(), jar.version().toString(), over.isPresent() ? SHADOWED : ACTIVE, "shipped",
                Optional.empty(), jar.hash(), jar.types(), List.of(),
                over.map(each -> each.jar().version() + " in " + each.file() + " stands over it"));
    }

    private static BundleStatus of(Placed placed, String state, Optional<String> reason) {
        var jar = placed.jar();
        return new BundleStatus(jar.bundle(), jar.version().toString(), state, "deployed", Optional.of(placed.file()),
                jar.hash(), jar.types(), List.of(), reason);
    }

    private static Optional<String> unfinished(FolderFile file) {
        return switch (file.content()) {
            case Incomplete incomplete -> Optional.of(incomplete.words());
            case Unreadable unreadable -> Optional.of(unreadable.words());
            case Unstable _ -> Optional.of("it is changing just now");
            case Whole _ -> Optional.empty();
        };
    }

    private static BundleStatus nameless(String file, String state, String reason) {
        return new BundleStatus("", "", state, "deployed", Optional.of(file), "", List.of(), List.of(),
                Optional.of(reason));
    }
}
