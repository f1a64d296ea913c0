// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

/** What a file of the watched folder passes, in this order; wherever a kernel is killed, the next one starts whole. */
public enum Milestone {
    /** A file is there that was not, or with other content. */
    SEEN,
    /** Its content is in the jar store. */
    STORED,
    /** It is a device jar that this kernel can use. */
    VERIFIED,
    /** Its bundle is in the framework. */
    INSTALLED,
    /** Processes of it are started, passive. */
    STARTED,
    /** They are ready. */
    PROVEN,
    /** A process before has handed on what it had. */
    DRAINED,
    /** The one in its place is active. */
    ACTIVATED,
    /** Its bundle is the one that its types' devices run from. */
    SWITCHED,
    /** The list of good jars has it. */
    GOOD,
    /** The bundle before is gone from the framework. */
    UNINSTALLED,
    /** The reason why a file is refused is written. */
    REJECTING,
    /** The refused file is out of the folder. */
    REJECTED
}
