// SPDX-License-Identifier: Apache-2.0
/** Files of keyboard events: their formats, and how they are read and written. Knows no kernel and no session. */
@NullMarked
package dkvm.device.dummy.keyboard.file;

import org.jspecify.annotations.NullMarked;
