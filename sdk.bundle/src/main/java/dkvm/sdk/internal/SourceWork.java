// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Received;
import dkvm.sdk.Source;
import dkvm.sdk.event.FrameEvent;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Loop;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the main thread of a device that produces does. */
final class SourceWork {
    private final Source source;
    private final Inbox inbox;
    private final Outputs outputs;
    private final WireOut out;
    private final LoopState loop;
    private final Exit exit;
    private final AtomicBoolean draining;

    SourceWork(Source source, Inbox inbox, Outputs outputs, LoopState loop, Exit exit, AtomicBoolean draining) {
        this.source = source;
        this.inbox = inbox;
        this.outputs = outputs;
        this.out = outputs.out();
        this.loop = loop;
        this.exit = exit;
        this.draining = draining;
    }

    Ended run() throws Exception {
        boolean began = false;
        while (true) {
            switch (inbox.take()) {
                case Work.Begin begin -> {
                    began = true;
                    produce(begin.session());
                }
                case Work.Drain() -> {
                    drained(began);
                    began = false;
                }
                case Work.Stop() -> throw exit.now(0);
                case Work.Arrival(_, _, _, Received(_, _, _, _, FrameEvent frame)) -> frame.buffer().release();
                default -> {
                    // Only a sink has inputs.
                }
            }
        }
    }

    private void produce(DeviceSession session) throws Exception {
        out.send(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build());
        loop.enter(Loop.RUNNING);
        source.run(session);
        loop.enter(Loop.WAITING_INPUT);
        if (session.end()) {
            // Nobody asked it to return: it has produced all there was.
            outputs.finish();
            throw exit.now(0);
        }
    }

    private void drained(boolean began) {
        var drained = Drained.newBuilder();
        if (began) {
            outputs.positions(drained);
            drained.setToken(Token.of(source.token()));
        }
        outputs.discard();
        draining.set(false);
        out.send(Envelope.newBuilder().setDrained(drained).build());
    }
}
