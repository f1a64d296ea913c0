// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dkvm.sdk.internal.memory;

import org.jspecify.annotations.NullMarked;
