// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The device's outputs. Any thread. */
record Outputs(List<OutputPort> ports, WireOut out) {

    Outputs {
        ports = List.copyOf(ports);
    }

    @Nullable
    OutputPort named(String name) {
        for (var port : ports) {
            if (port.name().equals(name)) {
                return port;
            }
        }
        return null;
    }

    @Nullable
    OutputPort carrying(int stream) {
        for (var port : ports) {
            var s = port.stream();
            if (s != null && s.number == stream) {
                return port;
            }
        }
        return null;
    }

    void discard() {
        for (var port : ports) {
            port.discard();
        }
    }

    /** Says how far each open stream has come. */
    void positions(Drained.Builder drained) {
        for (var port : ports) {
            var s = port.stream();
            if (s != null && port.isOpen()) {
                drained.addPositions(StreamPosition.newBuilder().setStream(s.number).setSeq(s.nextSeq() - 1));
            }
        }
    }

    /** Ends each open stream. */
    void finish() {
        for (var port : ports) {
            var s = port.stream();
            if (s != null && port.isOpen()) {
                out.send(Envelope.newBuilder()
                        .setEndOfStream(
                                EndOfStream.newBuilder().setStream(s.number).setReason(EndReason.FINISHED))
                        .build());
            }
        }
    }
}
