// SPDX-License-Identifier: Apache-2.0
/** Calls between devices and the kernel: who may call whom, what is in flight, how it ends. */
@NullMarked
package dkvm.kernel.call;

import org.jspecify.annotations.NullMarked;
