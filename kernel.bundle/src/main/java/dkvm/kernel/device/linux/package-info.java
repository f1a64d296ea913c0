// SPDX-License-Identifier: Apache-2.0
/** What of devices is known by Linux alone. */
@NullMarked
package dkvm.kernel.device.linux;

import org.jspecify.annotations.NullMarked;
