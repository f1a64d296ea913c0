// SPDX-License-Identifier: Apache-2.0
/** Read-only views of a running kernel, for shells, web pages and tests. */
@Export
@Version("0.1.0")
@NullMarked
package dkvm.kernel.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
