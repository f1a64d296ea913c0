// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.StreamOpened;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the kernel says besides events. I/O thread. */
final class KernelMessages {
    private final Outputs outputs;
    private final InStreams inputs;
    private final Inbox inbox;
    private final LoopState loop;
    private final WireOut out;
    private final Conversation conversation;
    private final Log log;
    /** True from Drain until the main thread answers Drained. */
    private final AtomicBoolean draining;
    private @Nullable DeviceSession session;

    KernelMessages(Outputs outputs, InStreams inputs, Inbox inbox, LoopState loop, Conversation conversation, Log log,
            AtomicBoolean draining) {
        this.outputs = outputs;
        this.inputs = inputs;
        this.inbox = inbox;
        this.loop = loop;
        this.out = outputs.out();
        this.conversation = conversation;
        this.log = log;
        this.draining = draining;
    }

    void take(Envelope message) throws WireException {
        switch (message.getBodyCase()) {
            case WELCOME -> inbox.add(new Work.Welcomed(message.getWelcome().getVersion()));
            case ACTIVATE -> activate(message.getActivate());
            case DRAIN -> drain();
            case STOP -> stop();
            case STREAM_OPENED -> opened(message.getStreamOpened());
            case STREAM_CLOSED -> closed(message.getStreamClosed().getStream());
            case END_OF_STREAM -> ended(message.getEndOfStream().getStream());
            case CREDIT -> credit(message.getCredit());
            case PING -> pong(message.getPing());
            case SET_LOG -> log.level(LogLevel.ofPriority(message.getSetLog().getPriority()));
            default -> conversation.take(message);
        }
    }

    /** The process is to end: by the kernel's word, or because its pipe has ended. */
    void stop() {
        endSession();
        outputs.discard();
        inbox.add(new Work.Stop());
        conversation.stop();
    }

    private void activate(Activate activate) throws WireException {
        if (draining.get() || (session != null && session.active())) {
            throw new WireException("Activate, while the device is active");
        }
        for (var port : outputs.ports()) {
            port.open(null);
        }
        for (var stream : activate.getStreamsList()) {
            open(stream);
        }
        var begun = new DeviceSession(activate, outputs.ports(), out, loop, conversation);
        session = begun;
        inbox.add(new Work.Begin(begun, inputs.all()));
    }

    private void drain() throws WireException {
        draining.set(true);
        endSession();
        inputs.clear();
        inbox.add(new Work.Drain());
    }

    private void endSession() {
        if (session != null) {
            session.end();
        }
    }

    private void opened(StreamOpened stream) throws WireException {
        var input = open(stream);
        if (input != null && session != null && session.active()) {
            inbox.add(new Work.Opened(input));
        }
    }

    private @Nullable InStream open(StreamOpened stream) throws WireException {
        if (stream.getDirection() == Direction.OUT) {
            var port = outputs.named(stream.getPort());
            if (port == null) {
                throw new WireException("a stream for an output that there is not: " + stream.getPort());
            }
            port.open(new OutStream(stream.getStream(), stream.getNextSeq(), stream.getCreditSeq(),
                    stream.getCreditBytes()));
            return null;
        }
        var input = new InStream(stream.getStream(), stream.getPort(), stream.getFrom(), stream.getNextSeq());
        inputs.add(input);
        return input;
    }

    private void ended(int stream) throws WireException {
        var input = inputs.find(stream);
        if (input != null) {
            inbox.add(new Work.StreamEnded(input));
        }
    }

    private void closed(int stream) throws WireException {
        var port = outputs.carrying(stream);
        if (port != null) {
            port.discard();
            return;
        }
        var input = inputs.find(stream);
        if (input != null) {
            inputs.remove(input);
            inbox.add(new Work.Closed(input));
        }
    }

    private void credit(Credit credit) {
        var port = outputs.carrying(credit.getStream());
        // None: of a stream that was closed meanwhile.
        if (port != null) {
            port.credit(credit.getSeq(), credit.getBytes());
        }
    }

    private void pong(Ping ping) {
        out.send(Envelope.newBuilder()
                .setPong(Pong.newBuilder().setId(ping.getId()).setLoop(loop.state()).setTicks(loop.ticks())).build());
    }
}
