// SPDX-License-Identifier: Apache-2.0
/** What a device author uses to run a device: ports, sessions, sources and sinks. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
