// SPDX-License-Identifier: Apache-2.0
/** Pictures in memory and in files: how they are read, compared and written. Knows no kernel and no session. */
@NullMarked
package dkvm.device.dummy.display.picture;

import org.jspecify.annotations.NullMarked;
