// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What a process uses, as far as this system tells. */
interface ProcessUsage {
    /** The processor time it has taken. */
    Optional<Duration> cpu(long pid);

    /** The bytes of memory that it has in use, those that it shares among them. */
    OptionalLong resident(long pid);
}
