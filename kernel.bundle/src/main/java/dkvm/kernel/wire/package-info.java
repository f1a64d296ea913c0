// SPDX-License-Identifier: Apache-2.0
/** The kernel's end of one device's pipes: read, route, write. */
@NullMarked
package dkvm.kernel.wire;

import org.jspecify.annotations.NullMarked;
