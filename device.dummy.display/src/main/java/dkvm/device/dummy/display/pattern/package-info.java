// SPDX-License-Identifier: Apache-2.0
/** Test pictures that are computed: each frame is a pure function of its number. Knows no kernel and no session. */
@NullMarked
package dkvm.device.dummy.display.pattern;

import org.jspecify.annotations.NullMarked;
