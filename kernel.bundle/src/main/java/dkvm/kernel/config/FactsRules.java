// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a type's own code says of a configuration. It comes out of a jar, so it may do anything but hang. */
final class FactsRules {
    private FactsRules() {}

    /**
     * The ports of a device; empty if they cannot be known.
     *
     * @param sound whether the options were right so far: if not, the code cannot be blamed for failing
     */
    static Optional<List<Port>> ports(DeviceType type, Map<String, Object> options, boolean sound, Section config,
            Findings findings) {
        var typed = Options.of(options);
        try {
            var ports = List.copyOf(type.facts().ports(typed));
            if (sound) {
                for (var problem : type.facts().validate(typed)) {
                    var names = problem.message().contains(problem.option());
                    findings.error(config.at(problem.option()),
                            (names ? "" : Words.quote(problem.option()) + ": ") + problem.message());
                }
            }
            // A program that declares no ports has those it names when it runs.
            return type.name().equals(DeviceType.PROCESS) && ports.isEmpty() ? Optional.empty() : Optional.of(ports);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (sound) {
                findings.error(config.at(), "bundle " + type.bundle() + " " + type.version()
                        + " cannot say whether this is right: " + oneLine(e) + "; tell its author");
            }
            return Optional.empty();
        }
    }

    /** Whether a device never ends; code that fails has been reported by {@link #ports} and is not asked again. */
    static boolean isEndless(DeviceType type, Map<String, Object> options) {
        try {
            return type.facts().endless(Options.of(options));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return false;
        }
    }

    /** Asks for one more thing; code that fails is reported at its device. */
    static <T> Optional<T> ask(DeviceType type, Position device, Findings findings, Function<DeviceFacts, T> question) {
        try {
            return Optional.of(question.apply(type.facts()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            findings.error(device, "bundle " + type.bundle() + " " + type.version()
                    + " cannot say what memory this needs: " + oneLine(e) + "; tell its author");
            return Optional.empty();
        }
    }

    static Options typed(DeviceEntry device) {
        return Options.of(device.options());
    }

    private static String oneLine(Throwable e) {
        var text = e instanceof IllegalStateException ? String.valueOf(e.getMessage()) : e.toString();
        return text.lines().findFirst().orElse("");
    }
}
