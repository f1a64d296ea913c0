// SPDX-License-Identifier: Apache-2.0
/** What a user may rely on, tried on the real distribution with real processes. */
@NullMarked
package dkvm.launcher.acceptance;

import org.jspecify.annotations.NullMarked;
