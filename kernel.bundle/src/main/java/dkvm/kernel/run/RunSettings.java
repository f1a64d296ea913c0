// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher wants of a run, from the framework's properties.
 *
 * @param config the configuration file; empty: none, as in a test that configures through ConfigAdmin
 * @param untilEnd whether to stop when all streams have ended
 * @param timeout when to give up
 * @param report the file the report goes to
 * @param watchdog a service manager that hears no sign of life for so long ends the kernel
 */
record RunSettings(Optional<Path> config, boolean untilEnd, Optional<Duration> timeout, Optional<Path> report,
        Optional<Duration> watchdog) {

    static RunSettings of(Function<String, @Nullable String> properties) {
        Function<String, Optional<String>> get = key -> Optional.ofNullable(properties.apply(key));
        return new RunSettings(get.apply("dkvm.config").map(Path::of),
                get.apply("dkvm.until-end").map(Boolean::parseBoolean).orElse(false),
                get.apply("dkvm.timeout").map(ms -> Duration.ofMillis(Long.parseLong(ms))),
                get.apply("dkvm.report").map(Path::of),
                get.apply("dkvm.watchdog.ms").map(Long::parseLong).filter(ms -> ms > 0).map(Duration::ofMillis));
    }
}
