// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.sdk.log.LogLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a kernel is to run.
 *
 * @param desk the desk's file
 * @param home the kernel's home, which need not be there yet
 * @param deploy the watched folder, if it is not the home's
 * @param cache where it keeps what can be made again; need not be there either
 * @param untilEnd whether the run ends with the streams
 * @param timeout when it ends at the latest
 * @param report where the report goes; {@code -} is standard output
 * @param level the least important level that is logged
 * @param shell whether there is a prompt on the terminal
 */
record RunSettings(Path desk, Path home, Optional<Path> deploy, Path cache, boolean untilEnd,
        Optional<Duration> timeout, Optional<String> report, LogLevel level, boolean shell) {}
