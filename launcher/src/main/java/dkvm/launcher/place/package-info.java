// SPDX-License-Identifier: Apache-2.0
/** Where a kernel keeps its things: home, lock, socket. */
@NullMarked
package dkvm.launcher.place;

import org.jspecify.annotations.NullMarked;
