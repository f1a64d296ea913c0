// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.config.DeskChange;
import dkvm.kernel.run.Reload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a reload did, for people and as JSON. */
final class ReloadForm {
    private static final Set<String> OF_A_PROCESS = Set.of("memory.limit");

    private ReloadForm() {}

    static void show(Reload reload, boolean json, Answer answer) {
        switch (reload) {
            case Reload.Refused refused ->
                throw new WrongConfigurationException(refused.findings().stream().map(OneLine::of).toList());
            case Reload.Late late -> {
                show(late.changes(), List.of(), json, answer);
                throw new CommandFailedException("config: " + late.text());
            }
            case Reload.Done done -> show(done.changes(), done.warnings(), json, answer);
        }
    }

    private static void show(List<DeskChange> changes, List<String> warnings, boolean json, Answer answer) {
        if (json) {
            answer.json(Map.of("changes", changes.stream().map(ReloadForm::json).toList(), "warnings", warnings));
            return;
        }
        warnings.forEach(line -> answer.out(OneLine.of(line) + "\n"));
        changes.forEach(change -> answer.out(change.text() + effect(change) + "\n"));
        if (changes.isEmpty()) {
            answer.out("nothing has changed\n");
        }
    }

    /** A change as JSON. */
    static Map<String, Object> json(DeskChange change) {
        var json = new LinkedHashMap<String, Object>();
        json.put("section", change.section());
        json.put("id", change.id());
        json.put("change", change.kind().id());
        json.put("keys", change.keys());
        return json;
    }

    /** What does not take effect at once. */
    private static String effect(DeskChange change) {
        return switch (change.section()) {
            case "kernel" -> change.keys().contains("name") ? "; devices learn the name when they start" : "";
            case "memory" -> "; for pools that are made from now on";
            case "device" -> !change.keys().isEmpty() && OF_A_PROCESS.containsAll(change.keys())
                    ? "; from its next start on"
                    : "";
            default -> "";
        };
    }
}
