// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import com.google.protobuf.ByteString;
import dkvm.kernel.memory.Tenant;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.wire.Mailer;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Brings calls from devices to the kernel's services and to other devices, and their answers back; sees to deadlines.
 * Its methods never block, from any thread: services have a thread of their own, deadlines another.
 */
@Component(service = CallRouter.class)
public final class CallRouter {
    /** While calls are in flight, deadlines are looked at this often. */
    private static final long TICK_MILLIS = 10;

    private final NoticeHub hub;
    final CallTable table = new CallTable();
    private final ServiceDesk desk = new ServiceDesk();
    private final Party kernel = new Party("the kernel", Integer.MAX_VALUE, _ -> {});
    private final AtomicLong lastKernelCall = new AtomicLong();
    /** Those that other devices may call, by device. */
    final Map<String, Peer> active = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("dkvm-calls").factory(), new ThreadPoolExecutor.DiscardPolicy());
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile Predicate<String> configured = _ -> false;

    /**
     * No devices and no services yet.
     *
     * @param hub where devices' notices go
     */
    @Activate
    public CallRouter(@Reference NoticeHub hub) {
        this.hub = hub;
    }

    /** Ends its threads; calls in flight are not answered any more. */
    @Deactivate
    public void deactivate() {
        desk.close();
        clock.shutdownNow();
    }

    /**
     * Offers a service to devices.
     *
     * @param name its name
     * @param service answers its calls
     */
    public void offer(String name, KernelService service) {
        offer(name, (caller, method, payload, _) -> CompletableFuture
                .completedFuture(service.call(caller, method, payload)));
    }

    /**
     * Offers a service to devices whose answers may take their time.
     *
     * @param name its name
     * @param service answers its calls
     */
    public void offer(String name, PatientService service) {
        desk.offer(name, service);
    }

    /**
     * Says which devices there are, to tell one that does not run from one that does not exist.
     *
     * @param directory answers at once, from any thread
     */
    public void directory(Predicate<String> directory) {
        configured = directory;
    }

    /**
     * A device's process was started.
     *
     * @param device the device's id
     * @param mailer the way to it
     * @param tenant the process as it uses shared memory
     * @return its place among the callers, to be told of what becomes of it
     */
    public Peer connect(String device, Mailer mailer, Tenant tenant) {
        return new Peer(mailer, new Caller(device, hub.connect(device, mailer), tenant), this);
    }

    /**
     * The kernel calls a device process that has said Hello, active or not.
     *
     * @param peer the process
     * @param service its service
     * @param method what it is to do
     * @param payload what it is to get
     * @param deadline how long to wait
     * @return its answer, or a {@link CallFailure}; completed on a thread that must not be held up
     */
    public CompletableFuture<ByteString> call(Peer peer, String service, String method, ByteString payload,
            Duration deadline) {
        var result = new CompletableFuture<ByteString>();
        var request = Request.newBuilder().setId(lastKernelCall.incrementAndGet()).setService(service)
                .setMethod(method).setPayload(payload).build();
        try {
            pass(kernel, peer, request, deadline, answer -> {
                if (answer.status() == Status.OK) {
                    result.complete(answer.payload());
                } else {
                    result.completeExceptionally(new CallFailure(answer.status(), answer.words()));
                }
            });
        } catch (CallFailure e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    void requested(Peer from, Request request) {
        Consumer<Answer> answer = result -> from.answer(result.response(request.getId()));
        try {
            CallRules.check(request);
            var deadline = CallRules.deadline(request.getDeadlineMs());
            if (request.getDevice().isEmpty()) {
                serve(from, request, deadline, answer);
            } else {
                pass(from.party, target(request.getDevice()), request, deadline, answer);
            }
        } catch (CallFailure e) {
            answer.accept(Answer.of(e));
        }
    }

    private Peer target(String device) throws CallFailure {
        var to = active.get(device);
        if (to == null) {
            throw configured.test(device)
                    ? new CallFailure(Status.UNAVAILABLE, device + " does not run")
                    : new CallFailure(Status.NOT_FOUND, "there is no device " + device);
        }
        return to;
    }

    private void serve(Peer from, Request request, Duration deadline, Consumer<Answer> answer) throws CallFailure {
        var service = desk.find(request.getService());
        desk.reserve(from);
        Call call;
        try {
            call = table.open(from.party, request.getId(), null, System.nanoTime() + deadline.toNanos(), answer);
        } catch (CallFailure e) {
            desk.release(from);
            throw e;
        }
        tick();
        desk.serve(service, from, request, () -> table.contains(call), result -> end(call, result));
    }

    private void pass(Party from, Peer to, Request request, Duration deadline, Consumer<Answer> answer)
            throws CallFailure {
        var call = table.open(from, request.getId(), to.party, System.nanoTime() + deadline.toNanos(), answer);
        tick();
        // Of what came, the known fields alone: what is passed on is never longer than a message may be.
        var passed = Request.newBuilder().setId(call.calleeId()).setService(request.getService())
                .setMethod(request.getMethod()).setPayload(request.getPayload())
                .setDevice(from == kernel ? "" : from.name).setDeadlineMs((int) Math.max(1, deadline.toMillis()))
                .build();
        if (!to.request(passed)) {
            end(call, Answer.failed(Status.RESOURCE_EXHAUSTED,
                    to.party.name + " does not read the calls that wait for it"));
        } else if (call.givenUp().get()) {
            // Before it was there to be taken back.
            tellCallee(call);
        }
    }

    private void end(Call call, Answer answer) {
        if (table.end(call)) {
            call.answer().accept(answer);
        }
    }

    void answered(Peer callee, Response response) {
        table.answered(callee.party, response.getId()).ifPresent(call -> call.answer().accept(Answer.of(response)));
    }

    void cancelled(Peer caller, long id) {
        table.cancelled(caller.party, id)
                .ifPresent(call -> giveUp(call, Answer.failed(Status.CANCELLED, "its caller gave it up")));
    }

    /** One whose output has ended meanwhile, on another thread, is not kept: {@link #gone} marks before it removes. */
    void activated(Peer peer) {
        active.put(peer.party.name, peer);
        if (table.isGone(peer.party)) {
            ending(peer);
        }
    }

    void ending(Peer peer) {
        active.remove(peer.party.name, peer);
    }

    void gone(Peer peer) {
        var calls = table.gone(peer.party);
        ending(peer);
        for (var call : calls) {
            if (call.caller() == peer.party) {
                tellCallee(call);
            } else {
                call.answer().accept(Answer.failed(Status.UNAVAILABLE, peer.party.name + " ended meanwhile"));
            }
        }
    }

    /** Nobody waits for a call any more that was taken out. */
    private static void giveUp(Call call, Answer answer) {
        tellCallee(call);
        call.answer().accept(answer);
    }

    private static void tellCallee(Call call) {
        call.givenUp().set(true);
        var callee = call.callee();
        if (callee != null) {
            callee.cancel.accept(call.calleeId());
        }
    }

    private void tick() {
        if (ticking.compareAndSet(false, true)) {
            var _ = clock.schedule(this::lookAtDeadlines, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void lookAtDeadlines() {
        ticking.set(false);
        for (var call : table.expired(System.nanoTime())) {
            giveUp(call, Answer.failed(Status.DEADLINE_EXCEEDED, "there was no answer in time"));
        }
        if (!table.isEmpty()) {
            tick();
        }
    }
}
