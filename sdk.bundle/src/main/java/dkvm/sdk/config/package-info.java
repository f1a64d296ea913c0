// SPDX-License-Identifier: Apache-2.0
/** A device's configuration: how it is declared, and how it is read. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
