// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.ByteString;
import dkvm.sdk.call.Call;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.CallHandler;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that came, from its arrival to its answer. */
final class ServedCall implements Call {
    private static final int DEFAULT_DEADLINE_MS = 10_000;

    private final Request request;
    private final long deadlineNanos;
    /** Who serves it now. Guarded by this. */
    private @Nullable Thread server;
    private volatile boolean cancelled;

    ServedCall(Request request, long nowNanos) {
        this.request = request;
        long millis = request.getDeadlineMs() == 0 ? DEFAULT_DEADLINE_MS : request.getDeadlineMs() & 0xffffffffL;
        this.deadlineNanos = nowNanos + millis * 1_000_000;
    }

    long id() {
        return request.getId();
    }

    /** Has it answered by the author, on a thread for that; empty: nobody waits any more. */
    @Nullable
    Response serve(CallHandler handler) throws Exception {
        if (!begin()) {
            return null;
        }
        try {
            var answer = handler.handle(this);
            if (answer.length > Wire.MAX_CALL_PAYLOAD) {
                throw new CallFailure(Status.RESOURCE_EXHAUSTED, "an answer of " + answer.length + " bytes; "
                        + Wire.MAX_CALL_PAYLOAD + " are allowed");
            }
            return Response.newBuilder().setId(id()).setPayload(ByteString.copyFrom(answer)).build();
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        server = Thread.currentThread();
        return !cancelled;
    }

    /** From now on no interrupt hits the thread, which goes on with other calls. */
    private synchronized void end() {
        server = null;
        Thread.interrupted();
    }

    synchronized void cancel() {
        cancelled = true;
        if (server != null) {
            server.interrupt();
        }
    }

    @Override
    public String service() {
        return request.getService();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public byte[] payload() {
        return request.getPayload().toByteArray();
    }

    @Override
    public String caller() {
        return request.getDevice();
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }
}
