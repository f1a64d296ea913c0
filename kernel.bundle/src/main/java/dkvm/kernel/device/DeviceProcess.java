// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.call.CallRouter;
import dkvm.kernel.call.Peer;
import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
import dkvm.kernel.pipeline.Attachment;
import dkvm.kernel.wire.DeviceConnection;
import dkvm.kernel.wire.DeviceProtocol;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Drain;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.Stop;
import dkvm.sdk.wire.v1.StreamStats;
import dkvm.sdk.wire.v1.Welcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One process of a device, from its start to its exit: the conversation with it. What it says besides events and
 * acknowledgements is told to the owner on the scheduler's thread, on which the owner also calls.
 */
final class DeviceProcess {
    /** Who is told of the process's progress, on the scheduler's thread. */
    interface Owner {
        void hello(Hello hello);

        void ready();

        void activated();

        void drained(Drained drained);

        void fault(String reason);

        void exited(ExitStatus status);
    }

    private final ChildProcess child;
    private final DeviceConnection connection;
    private final Peer peer;
    private final Memory memory;
    private final Tenant tenant;
    private final CompletableFuture<Void> outputRead = new CompletableFuture<>();
    private final LastWords lastWords = new LastWords();
    /** Set by the scheduler before the device may acknowledge anything. */
    private volatile @Nullable Attachment attachment;
    /** Written by the thread that reads, read by the scheduler. */
    private volatile Pulse pulse = Pulse.NONE;

    DeviceProcess(DeviceEntry entry, Process process, Executor scheduler, CallRouter calls, Memory memory,
            Journal journal, Owner owner) {
        var device = entry.id();
        this.memory = memory;
        this.connection = new DeviceConnection(device, process.getInputStream(), process.getOutputStream(),
                new Conversation(scheduler, owner));
        this.tenant = new Tenant(device, entry.memoryLimit(), connection::send);
        this.peer = calls.connect(device, connection.mailer(), tenant);
        try {
            this.child = new ChildProcess(device, process, journal);
            connection.start();
        } catch (RuntimeException | Error e) {
            peer.gone();
            connection.close();
            throw e;
        }
        // What it said last stands before what is said of its end.
        var _ = child.exit(outputRead).thenAccept(exit -> {
            peer.gone();
            scheduler.execute(() -> owner.exited(exit));
        });
    }

    /** The process as the system has it. */
    ChildProcess child() {
        return child;
    }

    DeviceConnection connection() {
        return connection;
    }

    /** The process as it uses shared memory. */
    Tenant tenant() {
        return tenant;
    }

    /** The process as it calls and is called. */
    Peer peer() {
        return peer;
    }

    void welcome(Welcome welcome) {
        connection.send(Envelope.newBuilder().setWelcome(welcome).build());
    }

    /**
     * Lets it take its place.
     *
     * @param to the place
     * @param activation all else that it is to know
     */
    void activate(Attachment to, Activate.Builder activation) {
        attachment = to;
        connection.attach(to);
        connection.send(Envelope.newBuilder().setActivate(activation.addAllStreams(to.streams())
                .addAllPressed(to.pressed())).build());
    }

    /** Passes on a message that needs no state. */
    void send(Envelope message) {
        connection.send(message);
    }

    /** Asks for a sign of life. */
    void ping(long id) {
        connection.send(Envelope.newBuilder().setPing(Ping.newBuilder().setId(id)).build());
    }

    /** The last there was. */
    Pulse pulse() {
        return pulse;
    }

    /** What it said instead of the protocol. */
    LastWords lastWords() {
        return lastWords;
    }

    /** Asks the device to finish what it has in hand. */
    void drain() {
        var to = attachment;
        if (to != null) {
            to.source().drain();
        }
        connection.send(Envelope.newBuilder().setDrain(Drain.getDefaultInstance()).build());
    }

    void stop(String reason) {
        connection.send(Envelope.newBuilder().setStop(Stop.newBuilder().setReason(reason)).build());
    }

    void closeInput() {
        connection.close();
    }

    /** Hears the device, on the thread that reads it. */
    private final class Conversation implements DeviceProtocol {
        private final Executor scheduler;
        private final Owner owner;
        /** For the thread that reads. */
        private boolean greeted;

        Conversation(Executor scheduler, Owner owner) {
            this.scheduler = scheduler;
            this.owner = owner;
        }

        @Override
        public void message(Envelope message) throws WireException {
            switch (message.getBodyCase()) {
                case CREDIT -> {
                    var credit = message.getCredit();
                    var to = attached("an acknowledgement");
                    if (!to.source().closed()) {
                        to.sink().acknowledged(credit.getStream(), credit.getSeq(), credit.getBytes());
                    }
                }
                case STATS -> {
                    for (StreamStats stats : message.getStats().getStreamsList()) {
                        attached("measurements").sink().measured(stats);
                    }
                }
                case HELLO -> {
                    greeted = true;
                    scheduler.execute(() -> owner.hello(message.getHello()));
                }
                case REQUEST, RESPONSE, CANCEL, NOTICE -> {
                    if (!greeted) {
                        throw new WireException("a call or a notice before Hello");
                    }
                    peer.message(message);
                }
                case POOL_MAPPED, POOL_UNMAPPED, RETAIN, RELEASE -> {
                    memory.message(tenant, message);
                    // A sink may take more now.
                    connection.outlet().pump();
                }
                case PONG -> answered(message.getPong());
                case READY -> scheduler.execute(owner::ready);
                case ACTIVATED -> scheduler.execute(owner::activated);
                case DRAINED -> scheduler.execute(() -> owner.drained(message.getDrained()));
                default -> {
                    // Messages of newer protocols, and answers nobody waits for.
                }
            }
        }

        private void answered(Pong pong) {
            if (!connection.answered(pong.getId())) {
                pulse = new Pulse(pong.getId(), pong.getLoop(), pong.getTicks());
            }
        }

        private Attachment attached(String what) throws WireException {
            var to = attachment;
            if (to == null) {
                throw new WireException(what + " before it was activated");
            }
            return to;
        }

        @Override
        public void fault(String reason, byte[] excerpt) {
            peer.gone();
            scheduler.execute(() -> owner.fault("it does not speak the protocol: " + reason + "; it said "
                    + Excerpt.of(excerpt)));
        }

        @Override
        public void misunderstood(byte[] bytes, int length) {
            lastWords.add(bytes, length);
        }

        @Override
        public void endOfOutput() {
            peer.gone();
            outputRead.complete(null);
        }
    }
}
