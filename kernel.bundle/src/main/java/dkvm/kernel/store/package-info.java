// SPDX-License-Identifier: Apache-2.0
/** The jar store and the class paths of device processes. */
@NullMarked
package dkvm.kernel.store;

import org.jspecify.annotations.NullMarked;
