// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call in flight.
 *
 * @param caller who calls
 * @param callerId its number for the call
 * @param callee who is called; null: the kernel
 * @param calleeId the number of the call for the one that is called
 * @param deadlineNanos when the caller waits no longer
 * @param answer is given the answer, once
 * @param givenUp whether nobody waits for it any more
 */
record Call(Party caller, long callerId, @Nullable Party callee, long calleeId, long deadlineNanos,
        Consumer<Answer> answer,
        AtomicBoolean givenUp) {}
