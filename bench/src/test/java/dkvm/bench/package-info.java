// SPDX-License-Identifier: Apache-2.0
/** Sees to it that benchmarks and stress tests run; they themselves are in the packages of what they are about. */
@NullMarked
package dkvm.bench;

import org.jspecify.annotations.NullMarked;
