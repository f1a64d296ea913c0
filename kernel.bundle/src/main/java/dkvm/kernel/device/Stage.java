// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.util.Optional;

/** How far a process has come. */
enum Stage {
    /** Has said nothing. */
    STARTED("", "Hello"),
    /** Has said Hello. */
    GREETED("Hello", "Ready"),
    /** Has said Ready, and was told to become active. */
    READY("Ready", "Activated"),
    /** Has said Activated. */
    ACTIVE("Activated", "Drained");

    private final String said;
    private final String awaited;

    Stage(String said, String awaited) {
        this.said = said;
        this.awaited = awaited;
    }

    /** What it is to say next. */
    String awaited() {
        return awaited;
    }

    /** What is wrong with going on to another stage; empty: it is the next one. */
    Optional<String> objection(Stage next) {
        if (next.compareTo(this) <= 0) {
            return Optional.of("it said " + next.said + " a second time");
        }
        return next.ordinal() > ordinal() + 1
                ? Optional.of("it said " + next.said + " before " + awaited)
                : Optional.empty();
    }
}
