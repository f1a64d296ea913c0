// SPDX-License-Identifier: Apache-2.0
/** A folder of numbered pictures, written over as many processes as one run of the kernel takes. */
@NullMarked
package dkvm.device.dummy.display.folder;

import org.jspecify.annotations.NullMarked;
