// SPDX-License-Identifier: Apache-2.0
/** What only Linux offers. */
@NullMarked
package dkvm.sdk.internal.linux;

import org.jspecify.annotations.NullMarked;
