// SPDX-License-Identifier: Apache-2.0
/** The client of a running kernel's control socket. */
@NullMarked
package dkvm.launcher.control;

import org.jspecify.annotations.NullMarked;
