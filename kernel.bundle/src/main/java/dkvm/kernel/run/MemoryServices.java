// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.kernel.call.CallRouter;
import dkvm.kernel.call.Caller;
import dkvm.kernel.call.KernelService;
import dkvm.kernel.memory.BufferGrant;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.PoolRefusedException.Reason;
import dkvm.kernel.memory.Refusal;
import dkvm.kernel.pipeline.Graph;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.v1.BufferAnswer;
import dkvm.sdk.wire.v1.BufferRequest;
import dkvm.sdk.wire.v1.BufferResult;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.PortFormat;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What devices ask of shared memory: {@code port.format} and {@code memory.request}. */
@Component(service = MemoryServices.class, immediate = true)
public final class MemoryServices {
    private static final int MAX_WAIT_MILLIS = 60_000;

    private final Memory memory;
    private final Graph graph;

    /**
     * Offers the services.
     *
     * @param calls where devices call
     * @param memory where buffers are
     * @param graph knows the outputs
     */
    @Activate
    public MemoryServices(@Reference CallRouter calls, @Reference Memory memory, @Reference Graph graph) {
        this.memory = memory;
        this.graph = graph;
        calls.offer("port", (caller, method, payload, _) -> {
            if (!method.equals("format")) {
                throw KernelService.unknownMethod(method);
            }
            return format(caller, PortFormat.parseFrom(payload));
        });
        calls.offer("memory", (caller, method, payload, awaited) -> {
            if (!method.equals("request")) {
                throw KernelService.unknownMethod(method);
            }
            return request(caller, payload, awaited);
        });
    }

    private CompletableFuture<ByteString> format(Caller caller, PortFormat format) throws CallFailure {
        var kind = kind(caller, format.getPort());
        positive(format.getSlotBytes(), "slot_bytes");
        return memory.format(caller.tenant(), format.getPort(), kind, format.getSlotBytes()).thenCompose(
                refusal -> refusal.<CompletableFuture<ByteString>>map(why -> CompletableFuture
                        .failedFuture(new CallFailure(Status.RESOURCE_EXHAUSTED, why.toString())))
                        .orElseGet(() -> CompletableFuture.completedFuture(ByteString.EMPTY)));
    }

    private CompletableFuture<ByteString> request(Caller caller, ByteString payload, BooleanSupplier awaited)
            throws CallFailure, InvalidProtocolBufferException {
        var request = BufferRequest.parseFrom(payload);
        var kind = kind(caller, request.getPort());
        positive(request.getBytes(), "bytes");
        int wait = request.getWaitMs();
        if (wait < 0 || wait > MAX_WAIT_MILLIS) {
            throw new CallFailure(Status.INVALID_ARGUMENT, "wait_ms is " + Integer.toUnsignedString(wait) + "; up to "
                    + MAX_WAIT_MILLIS + " are allowed");
        }
        return memory.request(caller.tenant(), request.getPort(), kind, request.getBytes(), Duration.ofMillis(wait),
                awaited).thenApply(grant -> answer(grant).toByteString());
    }

    private static BufferAnswer answer(BufferGrant grant) {
        return switch (grant) {
            case BufferGrant.Granted(var slot) -> BufferAnswer.newBuilder().setResult(BufferResult.GRANTED)
                    .setHandle(Handle.newBuilder().setPool(slot.pool()).setSlot(slot.slot())
                            .setGeneration(slot.generation()))
                    .build();
            case BufferGrant.WouldBlock() -> BufferAnswer.newBuilder().setResult(BufferResult.WOULD_BLOCK)
                    .setMessage(
                            "no buffer came free in time; wait longer, or see \"dkvm ctl buffers\" for who holds them")
                    .build();
            case BufferGrant.Refused(var refusal) -> refused(refusal);
        };
    }

    private static BufferAnswer refused(Refusal refusal) {
        return BufferAnswer.newBuilder()
                .setResult(refusal.reason() == Reason.QUOTA ? BufferResult.QUOTA : BufferResult.NO_POOL)
                .setMessage(refusal.words()).build();
    }

    private StreamKind kind(Caller caller, String port) throws CallFailure {
        var kind = graph.output(caller.device(), port);
        if (kind.isEmpty() || kind.get() == StreamKind.KEYBOARD || kind.get() == StreamKind.POINTER) {
            throw new CallFailure(Status.FAILED_PRECONDITION, caller.device() + " has no output \"" + port
                    + "\" of a kind that carries buffers; declare it in Hello");
        }
        return kind.get();
    }

    private static void positive(long bytes, String field) throws CallFailure {
        if (bytes <= 0) {
            throw new CallFailure(Status.INVALID_ARGUMENT, field + " is " + bytes + "; more than 0 is needed");
        }
    }
}
