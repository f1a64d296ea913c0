// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

/** Why an event did not reach its sink. Each is counted. */
enum Dropped {
    /** By {@code drop-oldest} and {@code drop-newest}. */
    OVERFLOW,
    /** Merged into another, by {@code coalesce}. */
    COALESCED,
    /** Passed over, by {@code latest}. */
    SKIPPED,
    /** The link was DOWN. */
    DOWN,
    /** Written to a sink that ended before it acknowledged it. */
    LOST,
    /** A press of what was down or a release of what was not, withheld by the guard. */
    STALE
}
