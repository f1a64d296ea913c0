// SPDX-License-Identifier: Apache-2.0
/** Remote procedure calls: to the kernel, to other devices, and from them. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
