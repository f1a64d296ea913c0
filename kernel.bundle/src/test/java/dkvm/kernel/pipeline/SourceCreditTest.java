// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source may send as much as its links hold, is told in time that it may send more, and never waits for ever. */
class SourceCreditTest {
    private static final int A = 0x70004;

    private final FakeDesk desk = new FakeDesk();
    private final FakeDevice source = desk.running("source");
    private final FakeDevice sink = desk.running("sink");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 4096})
    void isWhatTheQueueHolds(int capacity) throws WireException {
        desk.link("source", "sink", capacity);
        source.die();
        source.run(true);
        while (source.text(source.out(), 1)) {
            source.flush();
            source.readAll();
        }

        assertThat(desk.status("source", "sink").in()).isEqualTo(capacity);
    }

    @Test
    void comesInFewMessages() throws WireException {
        desk.link("source", "sink");
        int messages = 0;
        for (int i = 0; i < 100_000; i++) {
            messages += source.unread();
            source.readAll();
            source.text(source.out(), 1);
            source.flush();
            sink.readAll();
            sink.acknowledge(1);
        }

        assertThat(desk.status("source", "sink").in()).isEqualTo(100_000);
        assertThat(messages).isLessThan(100);
    }

    @Test
    void comesBackWhenASinkDiesWithEverythingInItsPipe() throws WireException {
        desk.link("source", "sink", 10);
        sendAll();
        assertThat(desk.status("source", "sink").inFlight()).isPositive();
        sink.die();
        source.readAll();

        assertThat(source.out().free()).isTrue();
    }

    @Test
    void comesBackWhenAnotherThreadFindsAllThatWaitsWithheld() throws WireException {
        var second = desk.running("second");
        desk.link("second", "sink");
        second.key(second.out(), A, true);
        desk.settle();
        desk.link("source", "sink", 1);
        source.die();
        source.run(true);
        sink.lazy = true;
        source.key(source.out(), A, true);
        source.flush();
        source.readAll();
        assertThat(source.out().free()).isFalse();

        sink.pumpNow();
        source.readAll();
        assertThat(source.out().free()).isTrue();
    }

    @Test
    void comesBackWhenTheGuardWithholdsAllThatWaits() throws WireException {
        desk.link("source", "sink", 1);
        source.key(source.out(), A, true);
        desk.settle();
        sink.die();
        source.key(source.out(), A, false);
        source.flush();
        sink.run(false);
        desk.settle();

        assertThat(desk.status("source", "sink").dropped()).containsEntry("stale", 1L);
        assertThat(source.out().free()).isTrue();
    }

    @Test
    void growsWhenTheLinkThatHeldItIsGone() throws WireException {
        desk.link("source", "sink", 10);
        sendAll();
        desk.unlink("source", "sink", "keys");
        source.readAll();

        assertThat(source.out().free()).isTrue();
    }

    @Test
    void letsASourceWithoutLinksRunAhead() throws WireException {
        source.text(source.out(), 1);
        assertThat(source.out().free()).isTrue();
        for (int i = 0; i < 100_000; i++) {
            source.flush();
            source.readAll();
            assertThat(source.text(source.out(), 1)).isTrue();
        }
    }

    @Test
    void mayNotBeExceeded() throws WireException {
        desk.link("source", "sink", 1);
        sink.die();
        source.die();
        source.run(true);
        var out = source.out();
        source.text(out, 1);
        var more = Encoded.text(out.number(), 2, 1);
        out.creditSeq = 2;

        assertThatThrownBy(() -> source.sendEvent(out, more, Event.TEXT_FIELD_NUMBER, 0, false))
                .isInstanceOf(WireException.class).hasMessageContaining("more than its credit of 1");
    }

    private void sendAll() throws WireException {
        source.die();
        source.run(true);
        while (source.text(source.out(), 1)) {
            source.flush();
            source.readAll();
        }
    }
}
