// SPDX-License-Identifier: Apache-2.0
/** Logging to the kernel over stderr. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk.log;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
