// SPDX-License-Identifier: Apache-2.0
/** Buffers of shared memory. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
