// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import dkvm.sdk.wire.WireException;
import java.util.Optional;

/** A keyboard {@code a} and a sink {@code b}, for those who look on from outside. */
public final class TappedDesk {
    private static final int TEXT = 4000;
    /** The page of usages. */
    private static final int KEYBOARD = 7 << 16;

    private final FakeDesk desk = new FakeDesk();
    private final FakeDevice source = desk.device("a", Port.out("keys", StreamKind.KEYBOARD));

    public TappedDesk() {
        var sink = desk.device("b", Port.in("keys", StreamKind.KEYBOARD));
        source.run(false);
        sink.run(false);
        desk.link("a", "b");
        source.readAll();
    }

    public Graph graph() {
        return desk.graph;
    }

    /** How many look at {@code a}. */
    public int taps() {
        return graph().look((endpoints, _) -> Optional
                .ofNullable(endpoints.find("a").orElseThrow().outputTaps.open()).map(taps -> taps.size()).orElse(0));
    }

    /** Presses keys, by their usages on the Keyboard page, and releases those with a minus. */
    public void type(int... usages) {
        try {
            for (int usage : usages) {
                source.key(source.out(), KEYBOARD | Math.abs(usage), usage > 0);
            }
            source.flush();
            desk.settle();
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends texts of so many bytes together. */
    public void flood(int bytes) {
        try {
            for (int sent = 0; sent < bytes; sent += TEXT) {
                source.text(source.out(), TEXT);
                source.flush();
                desk.settle();
            }
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }
}
