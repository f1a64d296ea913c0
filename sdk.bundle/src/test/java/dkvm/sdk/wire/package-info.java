// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dkvm.sdk.wire;

import org.jspecify.annotations.NullMarked;
