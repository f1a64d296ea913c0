// SPDX-License-Identifier: Apache-2.0
/** Notices: small messages to whom it may concern, by topic. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.sdk.notice;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
