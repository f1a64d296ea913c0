// SPDX-License-Identifier: Apache-2.0
/** Links, queues, overflow policies, the pressed-state guard. */
@NullMarked
package dkvm.kernel.pipeline;

import org.jspecify.annotations.NullMarked;
