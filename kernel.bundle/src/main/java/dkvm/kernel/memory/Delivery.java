// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

/** Whether a buffer may go to a reader. */
public enum Delivery {
    /** It is the reader's now, until it releases it. */
    GIVEN,
    /** Later: the reader holds all it may, or has not mapped the pool yet. */
    LATER,
    /** Never: the reader cannot map the pool. */
    NEVER,
    /** It is no longer there to be given. */
    GONE
}
