// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.event.StreamKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The keys {@code overflow} and {@code capacity} of a pipeline against the kind of its links. */
final class OverflowRules {
    private static final ScalarType<Overflow> OVERFLOW = ScalarType.named(List.of(Overflow.values()), Overflow::id);
    private static final ScalarType<Long> CAPACITY = ScalarType.NUMBER.where(n -> n >= 1 && n <= 1_000_000,
            "must be 1 to 1000000");

    private final Section pipeline;
    private final Findings findings;
    private final Optional<Overflow> overflow;
    private final OptionalInt capacity;

    OverflowRules(Section pipeline, Findings findings) {
        this.pipeline = pipeline;
        this.findings = findings;
        overflow = pipeline.value("overflow", OVERFLOW);
        capacity = pipeline.value("capacity", CAPACITY).map(n -> OptionalInt.of(Math.toIntExact(n)))
                .orElse(OptionalInt.empty());
    }

    Optional<Overflow> overflow() {
        return overflow;
    }

    OptionalInt capacity() {
        return capacity;
    }

    void check(StreamKind kind) {
        var allowed = Overflow.allowed(kind);
        var effective = overflow.orElse(Overflow.defaultOf(kind));
        if (!allowed.contains(effective)) {
            findings.error(pipeline.at("overflow"), kind.id() + " links cannot have overflow " + effective.id()
                    + "; use " + String.join(" or ", allowed.stream().map(Overflow::id).toList()));
        } else if (effective == Overflow.LATEST && capacity.orElse(1) != 1) {
            findings.error(pipeline.at("capacity"), "overflow latest keeps one " + kind.id()
                    + " frame, so capacity is 1; for more choose overflow block or drop-newest");
        }
    }
}
