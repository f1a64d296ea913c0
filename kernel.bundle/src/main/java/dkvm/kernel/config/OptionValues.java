// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.OptionSpec.Format;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Turns the text of one value into what the device gets, and says what is wrong with it. */
final class OptionValues {
    private final OptionSpec spec;
    private final Path directory;

    /** @param directory what relative paths are relative to */
    OptionValues(OptionSpec spec, Path directory) {
        this.spec = spec;
        this.directory = directory;
    }

    ScalarType<Object> type() {
        return new ScalarType<>(typeOf(spec).expected(), this::parse);
    }

    private Object parse(String text) {
        Object value = typeOf(spec).parser().apply(text);
        if (!spec.choices().isEmpty() && !spec.choices().contains(text)) {
            throw new IllegalArgumentException("one of " + Words.list(spec.choices()) + " expected, not "
                    + Words.quote(text) + Words.didYouMean(text, spec.choices()));
        }
        if (value instanceof Number number) {
            checkRange(new BigDecimal(number.toString()), text);
        }
        return spec.format() == Format.PATH ? absolute(text) : value;
    }

    /** The value when the option is not given. */
    Optional<Object> defaultValue() {
        if (spec.defaults().isEmpty()) {
            return Optional.empty();
        }
        if (spec.list()) {
            return Optional.of(spec.defaults().stream().map(this::parse).map(Object::toString).toList());
        }
        return Optional.of(parse(spec.defaults().getFirst()));
    }

    private static ScalarType<?> typeOf(OptionSpec spec) {
        return switch (spec.format()) {
            case DURATION -> new ScalarType<>(Durations.EXPECTED, text -> Durations.parse(text).toMillis());
            case SIZE -> ScalarType.SIZE;
            case HOST_PORT -> HostPorts.TYPE;
            case PATH -> ScalarType.TEXT.where(text -> !text.isEmpty(), "must name a file or directory");
            case NONE -> switch (spec.type()) {
                case TEXT, MAPPING -> ScalarType.TEXT;
                case NUMBER -> ScalarType.NUMBER;
                case DECIMAL -> ScalarType.DECIMAL;
                case FLAG -> ScalarType.FLAG;
            };
        };
    }

    private void checkRange(BigDecimal value, String text) {
        if (spec.min().filter(min -> value.compareTo(min) < 0).isPresent()) {
            throw outOfRange(text, "at least " + OptionWords.bound(spec, spec.min().get()));
        }
        if (spec.max().filter(max -> value.compareTo(max) > 0).isPresent()) {
            throw outOfRange(text, "at most " + OptionWords.bound(spec, spec.max().get()));
        }
    }

    private IllegalArgumentException outOfRange(String text, String bound) {
        return new IllegalArgumentException(
                Words.quote(text) + " is out of range; " + Words.quote(spec.name()) + " must be " + bound);
    }

    private String absolute(String text) {
        try {
            var path = directory.resolve(text);
            // "a/link/../b" is not "a/b": only what changes nothing is tidied up.
            return text.contains("..") ? path.toString() : path.normalize().toString();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(Words.quote(text) + " is no path: " + e.getReason(), e);
        }
    }
}
