// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.KernelView;
import dkvm.kernel.config.Desk;
import dkvm.kernel.config.DeskChange;
import dkvm.kernel.config.LinkEntry;
import dkvm.kernel.pipeline.GraphProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How what runs differs from a file: by the file's changes, and by what was done by hand. */
final class DeskComparison {
    /**
     * Something that was done by hand.
     *
     * @param subject what it was done to: {@code device} with an id, or {@code from} and {@code to} of a link
     * @param change what was done
     */
    private record Deed(Map<String, String> subject, String change) {
        String text() {
            var device = subject.get("device");
            return (device == null ? "link " + subject.get("from") + " > " + subject.get("to") : "device " + device)
                    + ": " + change + " by hand";
        }

        Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>(subject);
            json.put("change", change);
            return json;
        }
    }

    private final KernelView view;
    private final GraphProbe graph;

    DeskComparison(KernelView view, GraphProbe graph) {
        this.view = view;
        this.graph = graph;
    }

    /**
     * Shows the differences.
     *
     * @param running what was applied
     * @param file what the file says now
     */
    void show(Desk running, Desk file, boolean json, Answer answer) {
        var changes = DeskChange.between(running, file);
        var deeds = deeds(running);
        if (json) {
            answer.json(Map.of("changes", changes.stream().map(ReloadForm::json).toList(), "by_hand",
                    deeds.stream().map(Deed::json).toList()));
            return;
        }
        changes.forEach(change -> answer.out(change.text() + "\n"));
        deeds.forEach(deed -> answer.out(deed.text() + "\n"));
        if (changes.isEmpty() && deeds.isEmpty()) {
            answer.out("no difference\n");
        }
    }

    private List<Deed> deeds(Desk running) {
        var deeds = new ArrayList<Deed>();
        var devices = view.devices();
        running.devices().forEach(entry -> devices.stream().filter(device -> device.id().equals(entry.id()))
                .filter(device -> device.wantedUp() != entry.enabled()).findFirst()
                .ifPresent(device -> deeds.add(new Deed(Map.of("device", device.id()),
                        device.wantedUp() ? "started" : "stopped"))));
        var links = graph.byHand();
        links.linked().forEach(link -> deeds.add(new Deed(ends(link), "linked")));
        links.unlinked().forEach(link -> deeds.add(new Deed(ends(link), "unlinked")));
        return deeds;
    }

    private static Map<String, String> ends(LinkEntry link) {
        return Map.of("from", link.from(), "to", link.to());
    }
}
