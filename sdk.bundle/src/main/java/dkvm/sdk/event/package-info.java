// SPDX-License-Identifier: Apache-2.0
/** What travels in streams. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
