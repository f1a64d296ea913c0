// SPDX-License-Identifier: Apache-2.0
/** Measures this machine: dKVMs beside a baseline, in one run, with the same end programs on the same processors. */
@NullMarked
package dkvm.launcher.bench;

import org.jspecify.annotations.NullMarked;
