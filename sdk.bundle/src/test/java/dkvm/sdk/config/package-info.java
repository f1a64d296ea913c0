// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dkvm.sdk.config;

import org.jspecify.annotations.NullMarked;
