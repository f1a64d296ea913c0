// SPDX-License-Identifier: Apache-2.0
/** Display devices that show patterns and picture files, and save what they are shown. */
@NullMarked
package dkvm.device.dummy.display;

import org.jspecify.annotations.NullMarked;
