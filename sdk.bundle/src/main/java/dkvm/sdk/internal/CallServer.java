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
    private final Map<Long, Service> calls = new ConcurrentHashMap<>();
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
            out.send(envelope(failed(request.getId(), e.status(), e.getMessage())));
        }
    }

    /** Nobody waits for a call any more: one that still waits itself leaves its place, without an answer. */
    void cancelled(long id) {
        var service = calls.get(id);
        if (service != null) {
            service.call.cancel();
            if (pool().remove(service)) {
                calls.remove(id);
            }
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
        var service = new Service(call, handler);
        calls.put(call.id(), service);
        try {
            pool().execute(service);
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

    /** A call and who answers it, as it waits and is served. */
    private final class Service implements Runnable {
        private final ServedCall call;
        private final CallHandler handler;

        Service(ServedCall call, CallHandler handler) {
            this.call = call;
            this.handler = handler;
        }

        @Override
        public void run() {
            try {
                var response = answer();
                if (response != null) {
                    out.send(envelope(response));
                }
            } finally {
                calls.remove(call.id());
            }
        }

        /** Whatever the handler throws: a caller cannot end the device. */
        private @Nullable Response answer() {
            try {
                return call.serve(handler);
            } catch (CallFailure e) {
                return failed(call.id(), e.status(), e.getMessage());
            } catch (OutOfMemoryError | Ended e) {
                throw e;
            } catch (Throwable e) {
                if (call.cancelled()) {
                    return failed(call.id(), Status.CANCELLED, "nobody waits for it any more");
                }
                log.error("the service " + call.service() + " failed at the method " + call.method(), e);
                return failed(call.id(), Status.INTERNAL, e.toString());
            }
        }
    }

    private static Response failed(long id, Status status, String words) {
        return Response.newBuilder().setId(id).setStatus(status.code()).setMessage(Wire.cut(words, MAX_WORDS)).build();
    }

    private static Envelope envelope(Response response) {
        return Envelope.newBuilder().setResponse(response).build();
    }
}
