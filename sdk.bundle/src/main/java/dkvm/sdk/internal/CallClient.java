// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.ByteString;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Cancel;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The calls this process makes. Any thread calls and waits; the I/O thread brings the answers. */
final class CallClient {
    /** The kernel answers in time by itself; so much later it is not waited for any longer. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private final WireOut out;
    private final LoopState loop;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<Response>> waiting = new ConcurrentHashMap<>();

    CallClient(WireOut out, LoopState loop) {
        this.out = out;
        this.loop = loop;
    }

    /** Calls a device, or the kernel if its id is empty. */
    ByteString call(String device, String service, String method, ByteString payload, Duration deadline)
            throws CallFailure, InterruptedException {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a deadline of " + deadline);
        }
        var request = request(device, service, method, payload, deadline);
        var answer = new CompletableFuture<Response>();
        waiting.put(request.getId(), answer);
        var before = loop.enterWait();
        try {
            out.send(Envelope.newBuilder().setRequest(request).build());
            return unwrap(answer.get(deadline.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            cancel(request.getId());
            throw new CallFailure(Status.DEADLINE_EXCEEDED, "the kernel did not answer");
        } catch (InterruptedException e) {
            cancel(request.getId());
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            loop.leave(before);
            waiting.remove(request.getId());
        }
    }

    /** Calls the kernel and does not wait; its answer is ignored. */
    void tell(String service, String method, ByteString payload) {
        out.send(Envelope.newBuilder().setRequest(Request.newBuilder().setId(lastId.incrementAndGet())
                .setService(service).setMethod(method).setPayload(payload)).build());
    }

    private Request request(String device, String service, String method, ByteString payload, Duration deadline)
            throws CallFailure {
        if (payload.size() > Wire.MAX_CALL_PAYLOAD) {
            throw new CallFailure(Status.INVALID_ARGUMENT,
                    "a payload of " + payload.size() + " bytes; " + Wire.MAX_CALL_PAYLOAD + " are allowed");
        }
        if (Math.max(device.length(), Math.max(service.length(), method.length())) > Wire.MAX_NAME) {
            throw new CallFailure(Status.INVALID_ARGUMENT,
                    "the name of a device, service or method has at most " + Wire.MAX_NAME + " bytes");
        }
        long millis = Math.clamp(deadline.toMillis(), 1, Integer.MAX_VALUE);
        return Request.newBuilder().setId(lastId.incrementAndGet()).setDevice(device).setService(service)
                .setMethod(method).setPayload(payload).setDeadlineMs((int) millis).build();
    }

    private static ByteString unwrap(Response response) throws CallFailure {
        if (response.getStatus() != Status.OK.code()) {
            var words = response.getMessage();
            var status = Status.of(response.getStatus());
            throw new CallFailure(status == Status.OK ? Status.UNKNOWN : status, words);
        }
        return response.getPayload();
    }

    private void cancel(long id) {
        out.send(Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(id)).build());
    }

    /** On the I/O thread. An answer nobody waits for is ignored. */
    void answered(Response response) {
        var answer = waiting.remove(response.getId());
        if (answer != null) {
            answer.complete(response);
        }
    }
}
