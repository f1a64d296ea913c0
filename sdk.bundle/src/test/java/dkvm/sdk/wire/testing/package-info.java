// SPDX-License-Identifier: Apache-2.0
/** What tests on both sides of the wire need: the golden vectors, and peers that nearly speak the protocol. */
@NullMarked
package dkvm.sdk.wire.testing;

import org.jspecify.annotations.NullMarked;
