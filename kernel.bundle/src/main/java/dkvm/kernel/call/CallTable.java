// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight. Each ends once: whoever takes it out answers it. No call waits for anything in here, and time is
 * given to it. Guarded by this.
 */
final class CallTable {
    /** So many calls a device may have in flight. */
    static final int MAX_CALLING = 16;
    /** So many calls a device may be asked to answer at once, by all others together. */
    static final int MAX_SERVING = 64;

    private final Set<Call> all = new LinkedHashSet<>();

    /** Takes in a call; a callee that is null is the kernel. */
    synchronized Call open(Party caller, long id, @Nullable Party callee, long deadlineNanos,
            Consumer<Answer> answer) throws CallFailure {
        if (caller.gone) {
            throw new CallFailure(Status.CANCELLED, caller.name + " is gone");
        }
        if (caller.calling.containsKey(id)) {
            throw new CallFailure(Status.INVALID_ARGUMENT,
                    "a call with the id " + Long.toUnsignedString(id) + " is in flight");
        }
        if (caller.calling.size() >= caller.mostCalling) {
            throw new CallFailure(Status.RESOURCE_EXHAUSTED,
                    caller.mostCalling + " calls of " + caller.name + " are in flight; wait for answers");
        }
        long served = 0;
        if (callee != null) {
            if (callee.gone) {
                throw new CallFailure(Status.UNAVAILABLE, callee.name + " does not run");
            }
            if (callee.serving.size() >= MAX_SERVING) {
                throw new CallFailure(Status.RESOURCE_EXHAUSTED,
                        callee.name + " has " + MAX_SERVING + " calls to answer; try later");
            }
            served = ++callee.lastServed;
        }
        var call = new Call(caller, id, callee, served, deadlineNanos, answer, new AtomicBoolean());
        all.add(call);
        caller.calling.put(id, call);
        if (callee != null) {
            callee.serving.put(served, call);
        }
        return call;
    }

    /** Takes a call out; false if it had ended before. */
    synchronized boolean end(Call call) {
        if (!all.remove(call)) {
            return false;
        }
        call.caller().calling.remove(call.callerId());
        if (call.callee() != null) {
            call.callee().serving.remove(call.calleeId());
        }
        return true;
    }

    /** Takes out the call that a device answers; empty if it has ended. */
    synchronized Optional<Call> answered(Party callee, long id) {
        return ended(callee.serving.get(id));
    }

    /** Takes out the call that its caller gives up; empty if it has ended. */
    synchronized Optional<Call> cancelled(Party caller, long id) {
        return ended(caller.calling.get(id));
    }

    private Optional<Call> ended(@Nullable Call call) {
        return call != null && end(call) ? Optional.of(call) : Optional.empty();
    }

    /** Takes out the calls whose time is up. */
    synchronized List<Call> expired(long nowNanos) {
        var late = all.stream().filter(call -> nowNanos - call.deadlineNanos() >= 0).toList();
        late.forEach(this::end);
        return late;
    }

    synchronized boolean isGone(Party party) {
        return party.gone;
    }

    /** A party is gone: takes out the calls it made and those it was to answer. */
    synchronized List<Call> gone(Party party) {
        party.gone = true;
        var its = new ArrayList<>(party.calling.values());
        party.serving.values().stream().filter(call -> call.caller() != party).forEach(its::add);
        its.forEach(this::end);
        return its;
    }

    synchronized boolean contains(Call call) {
        return all.contains(call);
    }

    synchronized boolean isEmpty() {
        return all.isEmpty();
    }
}
