// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.Endpoints.Endpoint;
import java.util.HashMap;
import java.util.Map;

/** Rules for the links of all pipelines together: one kind at both ends, one link from an output to a device. */
final class LinkRules {
    private final Findings findings;
    /** The first link from an output to a device, which is the only one: see ADR 5. */
    private final Map<String, First> firsts = new HashMap<>();

    private record First(String pipeline, String to) {}

    LinkRules(Findings findings) {
        this.findings = findings;
    }

    /** Whether the link is right; if not, that has been reported. */
    boolean check(String pipeline, Endpoint from, Endpoint to) {
        if (from.kind().isPresent() && to.kind().isPresent() && from.kind().get() != to.kind().get()) {
            findings.error(to.position(), from.kind().get().id() + " cannot go to " + to.kind().get().id() + " ("
                    + from.text() + " to " + to.text() + "); link ports of one kind");
            return false;
        }
        var first = firsts.putIfAbsent(from.text() + ">" + to.device(), new First(pipeline, to.text()));
        if (first == null) {
            return true;
        }
        findings.error(to.position(), first.to().equals(to.text())
                ? "the same link " + from.text() + " to " + to.text() + " is already in pipeline "
                        + Words.quote(first.pipeline()) + "; remove one of them"
                : from.text() + " goes to " + first.to() + " already, in pipeline " + Words.quote(first.pipeline())
                        + ", and an output can go to one input of a device only; remove one of the two links, or "
                        + "link this one to a device of its own");
        return false;
    }
}
