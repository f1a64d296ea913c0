// SPDX-License-Identifier: Apache-2.0
/** The wire protocol's messages, generated from {@code dkvm/wire/v1.proto}, for both ends. */
@Export
@Version("0.1.0")
package dkvm.sdk.wire.v1;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
