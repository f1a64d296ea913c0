// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.BundleStatus;
import dkvm.kernel.api.StatusJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code bundles [--json]}: the device bundles, and the files of the watched folder that are none. */
final class BundlesCommand implements Command {
    /** So much of a hash tells two jars apart. */
    private static final int SHORT = 8;
    private static final String NONE = "-";
    private static final String INDENT = "    ";

    private final Supplier<List<BundleStatus>> bundles;

    BundlesCommand(Supplier<List<BundleStatus>> bundles) {
        this.bundles = bundles;
    }

    @Override
    public String name() {
        return "bundles";
    }

    @Override
    public String synopsis() {
        return "bundles [--json]";
    }

    @Override
    public String summary() {
        return "device bundles, shipped and deployed; what was refused, and why";
    }

    @Override
    public String example() {
        return "bundles";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var parsed = Arguments.read(name(), arguments, Set.of("--json"), Set.of(), 0);
        var all = bundles.get();
        if (parsed.has("--json")) {
            answer.json(Map.of("bundles", StatusJson.bundles(all)));
            return 0;
        }
        var table = new Table("BUNDLE", "VERSION", "STATE", "FROM", "HASH", "DEVICES")
                .elastic(12, "DEVICES", "FROM").spare("HASH");
        all.forEach(bundle -> table.row(or(bundle.bundle()), or(bundle.version()), bundle.state(),
                bundle.file().orElse(bundle.origin()),
                or(bundle.hash().substring(0, Math.min(SHORT, bundle.hash().length()))),
                or(String.join(", ", bundle.devices()))));
        answer.table(table);
        var reasons = all.stream().map(bundle -> reason(bundle, answer.client())).collect(Collectors.joining());
        answer.out(reasons.isEmpty() ? "" : "\n" + reasons);
        return 0;
    }

    private static String or(String text) {
        return text.isEmpty() ? NONE : text;
    }

    /** Where a file lies in the watched folder; a bundle that has none, by its name. */
    private static String subject(BundleStatus bundle) {
        return bundle.file().map(file -> bundle.state().equals("REJECTED") ? "rejected/" + file : file)
                .orElseGet(() -> bundle.bundle() + " " + bundle.version());
    }

    /** Whole, in as many lines as it takes. */
    private static String reason(BundleStatus bundle, Client client) {
        if (bundle.reason().isEmpty()) {
            return "";
        }
        return (subject(bundle) + ": " + bundle.reason().get()).lines().map(OneLine::of)
                .flatMap(line -> client.terminal()
                        ? TextWidth.lines(line, client.width() - INDENT.length()).stream()
                        : List.of(line).stream())
                .collect(Collectors.joining("\n" + INDENT, "", "\n"));
    }
}
