// SPDX-License-Identifier: Apache-2.0
/** Pools as Linux makes them: memory files that can be sealed, and plain files. */
@NullMarked
package dkvm.kernel.memory.linux;

import org.jspecify.annotations.NullMarked;
