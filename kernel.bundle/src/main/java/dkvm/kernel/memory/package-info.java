// SPDX-License-Identifier: Apache-2.0
/** Pools of shared memory, their slots, and the ledger of who holds what. */
@NullMarked
package dkvm.kernel.memory;

import org.jspecify.annotations.NullMarked;
