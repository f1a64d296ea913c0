// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.CallHandler;
import dkvm.sdk.call.Status;
import dkvm.sdk.log.Log;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls that come: {@code device.describe} itself, the rest by the author's handlers on threads of their
 * own. The I/O thread brings the calls; it never waits for a handler.
 */
final class CallServer {
    static final int THREADS = 4;
    static final int WAITING = 16;
    private static final int IDLE_S = 10;
    /** What the kernel passes on of words. */
    private static final int MAX_WORDS = 500;

    private final DeviceSpec spec;
    private final WireOut out;
    private final Log log;
    private final Map<Long, ServedCall> calls = new ConcurrentHashMap<>();
    /** Made with the first call. Used by the I/O thread. */
    private @Nullable ThreadPoolExecutor pool;

    CallServer(DeviceSpec spec, WireOut out, Log log) {
        this.spec = spec;
        this.out = out;
        this.log = log;
    }

    void requested(Request request) {
        try {
            if (request.getService().equals(Wire.DEVICE_SERVICE)) {
                out.send(envelope(describe(request)));
                return;
            }
            var handler = spec.services().get(request.getService());
            if (handler == null) {
                throw new CallFailure(Status.UNIMPLEMENTED, "the device offers no service " + request.getService());
            }
            enqueue(new ServedCall(request, System.nanoTime()), handler);
        } catch (CallFailure e) {
            fail(request.getId(), e.status(), e.getMessage());
        }
    }

    void cancelled(long id) {
        var call = calls.get(id);
        if (call != null) {
            call.cancel();
        }
    }

    private Response describe(Request request) throws CallFailure {
        if (!request.getMethod().equals("describe")) {
            throw new CallFailure(Status.UNIMPLEMENTED, "there is no method device." + request.getMethod());
        }
        return Response.newBuilder().setId(request.getId()).setPayload(Greeting.description(spec).toByteString())
                .build();
    }

    private void enqueue(ServedCall call, CallHandler handler) throws CallFailure {
        calls.put(call.id(), call);
        try {
            pool().execute(() -> serve(call, handler));
        } catch (RejectedExecutionException e) {
            calls.remove(call.id());
            throw new CallFailure(Status.RESOURCE_EXHAUSTED,
                    "the device serves " + THREADS + " calls and " + WAITING + " more wait");
        }
    }

    private ThreadPoolExecutor pool() {
        var all = pool;
        if (all == null) {
            all = new ThreadPoolExecutor(THREADS, THREADS, IDLE_S, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
                    Thread.ofPlatform().daemon().name("dkvm-serve-", 1).factory());
            all.allowCoreThreadTimeOut(true);
            pool = all;
        }
        return all;
    }

    private void serve(ServedCall call, CallHandler handler) {
        try {
            var response = call.serve(handler);
            if (response != null) {
                out.send(envelope(response));
            }
        } catch (CallFailure e) {
            fail(call.id(), e.status(), e.getMessage());
        } catch (Exception e) {
            if (call.cancelled()) {
                fail(call.id(), Status.CANCELLED, "nobody waits for it any more");
                return;
            }
            log.error("the service " + call.service() + " failed at the method " + call.method(), e);
            fail(call.id(), Status.INTERNAL, e.toString());
        } finally {
            calls.remove(call.id());
        }
    }

    private void fail(long id, Status status, String words) {
        out.send(envelope(Response.newBuilder().setId(id).setStatus(status.code())
                .setMessage(words.substring(0, Math.min(words.length(), MAX_WORDS))).build()));
    }

    private static Envelope envelope(Response response) {
        return Envelope.newBuilder().setResponse(response).build();
    }
}
