// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.v1.Request;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's own services, and the one thread on which they answer: its queue is bounded for each caller. */
final class ServiceDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceDesk.class);

    private final Map<String, PatientService> services = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("dkvm-services").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    void offer(String name, PatientService service) {
        services.put(name, service);
    }

    PatientService find(String name) throws CallFailure {
        var service = services.get(name);
        if (service == null) {
            throw new CallFailure(Status.UNIMPLEMENTED, "the kernel offers no service " + name);
        }
        return service;
    }

    /** Reserves a place in the queue; a call that was given up holds its place until the thread comes to it. */
    void reserve(Peer from) throws CallFailure {
        if (from.atKernel.incrementAndGet() > CallTable.MAX_CALLING) {
            release(from);
            throw new CallFailure(Status.RESOURCE_EXHAUSTED,
                    CallTable.MAX_CALLING + " calls of " + from.party.name + " wait for the kernel; wait for answers");
        }
    }

    void release(Peer from) {
        from.atKernel.decrementAndGet();
    }

    /** Has a call answered that has a place, if it is still wanted then. */
    void serve(PatientService service, Peer from, Request request, BooleanSupplier wanted, Consumer<Answer> answer) {
        thread.execute(() -> {
            release(from);
            if (wanted.getAsBoolean()) {
                var _ = answer(service, from, request, wanted).thenAccept(answer);
            }
        });
    }

    private static CompletableFuture<Answer> answer(PatientService service, Peer from, Request request,
            BooleanSupplier wanted) {
        try {
            return service.call(from.caller, request.getMethod(), request.getPayload(), wanted)
                    .handle((payload,
                            failure) -> failure == null ? Answer.ok(payload) : failed(from, request, failure));
        } catch (CallFailure | InvalidProtocolBufferException | RuntimeException e) {
            return CompletableFuture.completedFuture(failed(from, request, e));
        }
    }

    private static Answer failed(Peer from, Request request, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (cause instanceof CallFailure e) {
            return Answer.of(e);
        }
        if (cause instanceof InvalidProtocolBufferException e) {
            return Answer.failed(Status.INVALID_ARGUMENT, "the payload is not what " + request.getService() + "."
                    + request.getMethod() + " takes: " + e.getMessage());
        }
        LOG.error("{}.{} failed for {}", request.getService(), request.getMethod(), from.party.name, cause);
        return Answer.failed(Status.INTERNAL, cause.toString());
    }

    void close() {
        thread.shutdownNow();
    }
}
