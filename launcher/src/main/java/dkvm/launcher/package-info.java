// SPDX-License-Identifier: Apache-2.0
/** The dkvm command: its line, its places, the framework it starts. */
@NullMarked
package dkvm.launcher;

import org.jspecify.annotations.NullMarked;
