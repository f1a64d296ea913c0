// SPDX-License-Identifier: Apache-2.0
/** The wire protocol's preamble, framing and event layout, for both ends. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
