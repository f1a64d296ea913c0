// SPDX-License-Identifier: Apache-2.0
/** Pools of shared memory as a device sees them, and what is missing in which slot. Knows nothing of pipes. */
@NullMarked
package dkvm.sdk.internal.memory;

import org.jspecify.annotations.NullMarked;
