// SPDX-License-Identifier: Apache-2.0
/** Start-up caches of Java devices: found when one is launched, trained while the kernel is quiet. */
@NullMarked
package dkvm.kernel.warm;

import org.jspecify.annotations.NullMarked;
