// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dkvm.sdk.internal.linux;

import org.jspecify.annotations.NullMarked;
