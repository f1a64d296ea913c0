// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.Finding.Severity;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the findings of one reading; the same finding twice (an aliased value used twice) counts once. */
final class Findings {
    private final Set<Finding> findings = new LinkedHashSet<>();

    void error(Position position, String message) {
        add(Severity.ERROR, position, message);
    }

    void add(Severity severity, Position position, String message) {
        findings.add(new Finding(severity, position, message));
    }

    boolean hasErrors() {
        return findings.stream().anyMatch(Finding::isError);
    }

    /** How many there are: a rule compares it before and after to learn whether something was wrong. */
    int count() {
        return findings.size();
    }

    /** In the order of the file. */
    List<Finding> sorted() {
        return findings.stream().sorted(Comparator.comparing(Finding::position)).toList();
    }
}
