// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.ByteString;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Cancel;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Loop;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The calls this process makes. Any thread calls and waits; the I/O thread brings the answers. */
final class CallClient {
    /** The kernel answers in time by itself; so much later it is not waited for any longer. */
    static final Duration GRACE = Duration.ofSeconds(1);
    /** The kernel lets nobody wait longer. */
    static final Duration MAX_DEADLINE = Duration.ofMinutes(5);

    private final WireOut out;
    private final LoopState loop;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<Response>> waiting = new ConcurrentHashMap<>();
    /** Those nobody waits for, and who wants to know all the same. */
    private final Map<Long, Consumer<Status>> told = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    CallClient(WireOut out, LoopState loop) {
        this.out = out;
        this.loop = loop;
    }

    /** A call on its way. For the thread that began it, which must wait for it. */
    final class Begun {
        private final Request request;
        private final CompletableFuture<Response> answer = new CompletableFuture<>();
        private final Loop before = loop.enterWait();

        private Begun(Request request) {
            this.request = request;
            waiting.put(request.getId(), answer);
            if (stopped) {
                answer.complete(cancelled());
            } else {
                out.send(Envelope.newBuilder().setRequest(request).build());
            }
        }

        ByteString await() throws CallFailure, InterruptedException {
            try {
                long patience = Integer.toUnsignedLong(request.getDeadlineMs()) + GRACE.toMillis();
                return unwrap(answer.get(patience, TimeUnit.MILLISECONDS));
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
    }

    /** Calls a device, or the kernel if its id is empty. */
    ByteString call(String device, String service, String method, ByteString payload, Duration deadline)
            throws CallFailure, InterruptedException {
        return begin(device, service, method, payload, deadline).await();
    }

    /** Sends a call and does not yet wait: for those who keep an order among calls. */
    Begun begin(String device, String service, String method, ByteString payload, Duration deadline)
            throws CallFailure {
        return new Begun(request(device, service, method, payload, deadline));
    }

    /** Calls the kernel and does not wait; whoever is given is told the status, on the I/O thread. */
    void tell(String service, String method, ByteString payload, Consumer<Status> ended) {
        if (stopped) {
            return;
        }
        var request = Request.newBuilder().setId(lastId.incrementAndGet()).setService(service).setMethod(method)
                .setPayload(payload).build();
        told.put(request.getId(), ended);
        out.send(Envelope.newBuilder().setRequest(request).build());
    }

    private Request request(String device, String service, String method, ByteString payload, Duration deadline)
            throws CallFailure {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a deadline of " + deadline);
        }
        if (payload.size() > Wire.MAX_CALL_PAYLOAD) {
            throw new CallFailure(Status.INVALID_ARGUMENT,
                    "a payload of " + payload.size() + " bytes; " + Wire.MAX_CALL_PAYLOAD + " are allowed");
        }
        if (Math.max(bytes(device), Math.max(bytes(service), bytes(method))) > Wire.MAX_NAME) {
            throw new CallFailure(Status.INVALID_ARGUMENT,
                    "the name of a device, service or method has at most " + Wire.MAX_NAME + " bytes");
        }
        long millis = deadline.compareTo(MAX_DEADLINE) < 0 ? Math.max(1, deadline.toMillis()) : MAX_DEADLINE.toMillis();
        return Request.newBuilder().setId(lastId.incrementAndGet()).setDevice(device).setService(service)
                .setMethod(method).setPayload(payload).setDeadlineMs((int) millis).build();
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
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

    /** The process is to end: no answer is waited for any longer. On the I/O thread. */
    void stop() {
        stopped = true;
        waiting.values().forEach(answer -> answer.complete(cancelled()));
    }

    /** Whether calls end because the process is to end. */
    boolean stopped() {
        return stopped;
    }

    private static Response cancelled() {
        return Response.newBuilder().setStatus(Status.CANCELLED.code()).setMessage("the device is told to stop")
                .build();
    }

    /** On the I/O thread. An answer nobody waits for is ignored; true unless it was to what was only told. */
    boolean answered(Response response) {
        var teller = told.remove(response.getId());
        if (teller != null) {
            teller.accept(Status.of(response.getStatus()));
            return false;
        }
        var answer = waiting.remove(response.getId());
        if (answer != null) {
            answer.complete(response);
        }
        return true;
    }
}
