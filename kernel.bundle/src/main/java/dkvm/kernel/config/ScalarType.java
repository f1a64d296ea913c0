// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A type of scalar.
 *
 * @param expected what to tell someone who wrote something else, such as "number expected"
 * @param parser reads the text; throws IllegalArgumentException in words for the user
 */
record ScalarType<T>(String expected, Function<String, T> parser) {
    static final ScalarType<String> TEXT = new ScalarType<>("text expected", text -> text);
    static final ScalarType<Long> NUMBER = new ScalarType<>(Numbers.WHOLE_EXPECTED, Numbers::whole);
    static final ScalarType<Double> DECIMAL = new ScalarType<>(Numbers.EXPECTED, Numbers::decimal);
    static final ScalarType<Boolean> FLAG = new ScalarType<>(Flags.EXPECTED, Flags::parse);
    static final ScalarType<Duration> DURATION = new ScalarType<>(Durations.EXPECTED, Durations::parse);
    static final ScalarType<Long> SIZE = new ScalarType<>(Sizes.EXPECTED, Sizes::parse);

    /** A size of which there must be some. */
    static final ScalarType<Long> SOME_BYTES = SIZE.where(bytes -> bytes > 0, "must be more than 0");

    ScalarType<T> where(Predicate<T> condition, String otherwise) {
        return new ScalarType<>(expected, text -> {
            T value = parser.apply(text);
            if (!condition.test(value)) {
                throw new IllegalArgumentException(Words.quote(text) + " is out of range; it " + otherwise);
            }
            return value;
        });
    }

    /** One of a few names. */
    static <T> ScalarType<T> named(List<T> values, Function<T, String> id) {
        var names = values.stream().map(id).toList();
        var expected = "one of " + Words.list(names) + " expected";
        return new ScalarType<>(expected,
                text -> values.stream().filter(value -> id.apply(value).equals(text)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                expected + ", not " + Words.quote(text) + Words.didYouMean(text, names))));
    }
}
