// SPDX-License-Identifier: Apache-2.0
/** What the kernel asks of a device bundle: the type it offers, its ports, and how to launch it. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk.bridge;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
