// SPDX-License-Identifier: Apache-2.0
/** Keyboard devices that play and save files of key events. */
@NullMarked
package dkvm.device.dummy.keyboard;

import org.jspecify.annotations.NullMarked;
