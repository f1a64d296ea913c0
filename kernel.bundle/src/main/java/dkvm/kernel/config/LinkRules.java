// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.Endpoints.Endpoint;
import java.util.HashMap;
import java.util.Map;

/** Rules for the links of all pipelines together: one kind at both ends, no link twice. */
final class LinkRules {
    private final Findings findings;
    private final Map<String, String> pipelinesByLink = new HashMap<>();

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
        var other = pipelinesByLink.putIfAbsent(from.text() + ">" + to.text(), pipeline);
        if (other != null) {
            findings.error(to.position(),
                    "the same link " + from.text() + " to " + to.text() + " is already in pipeline "
                            + Words.quote(other) + "; remove one of them");
        }
        return other == null;
    }
}
