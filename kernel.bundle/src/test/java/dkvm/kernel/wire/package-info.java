// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dkvm.kernel.wire;

import org.jspecify.annotations.NullMarked;
