// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dkvm.sdk.log;

import org.jspecify.annotations.NullMarked;
