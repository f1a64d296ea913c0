// SPDX-License-Identifier: Apache-2.0
/** One run of the kernel: beginning, until-end, report, orderly stop, exit code. */
@NullMarked
package dkvm.kernel.run;

import org.jspecify.annotations.NullMarked;
