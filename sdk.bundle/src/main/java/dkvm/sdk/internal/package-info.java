// SPDX-License-Identifier: Apache-2.0
/** How the SDK runs a device: the device's end of the wire protocol. Not exported. */
@NullMarked
package dkvm.sdk.internal;

import org.jspecify.annotations.NullMarked;
