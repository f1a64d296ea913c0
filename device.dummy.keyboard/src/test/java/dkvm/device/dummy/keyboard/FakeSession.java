// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.Output;
import dkvm.sdk.Session;
import dkvm.sdk.event.InputEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An activation whose sleep passes {@link FakeTime}, and which ends after a number of events. */
final class FakeSession implements Session, Output {
    final List<InputEvent> sent = new ArrayList<>();
    final List<Long> origins = new ArrayList<>();
    Cause cause = Cause.FIRST;
    byte[] token = {};
    Set<Integer> pressed = Set.of();
    Instant runStarted;
    long nextSeq = 1;
    int limit = Integer.MAX_VALUE;

    private final FakeTime time;

    FakeSession(FakeTime time) {
        this.time = time;
        runStarted = time.wall.minusSeconds(3600);
    }

    static FakeSession of(FakeTime time, Cause cause) {
        var session = new FakeSession(time);
        session.cause = cause;
        return session;
    }

    @Override
    public Cause cause() {
        return cause;
    }

    @Override
    public byte[] token() {
        return token.clone();
    }

    @Override
    public long generation() {
        return 1;
    }

    @Override
    public Instant runStarted() {
        return runStarted;
    }

    @Override
    public Output output(String port) {
        assert port.equals("keys");
        return this;
    }

    @Override
    public Set<Integer> pressed(String port) {
        assert port.equals("keys");
        return pressed;
    }

    @Override
    public boolean active() {
        return sent.size() < limit;
    }

    @Override
    public boolean sleepUntil(long nanoTime) {
        if (nanoTime - time.nanos > 0) {
            time.wall = time.wall.plusNanos(nanoTime - time.nanos);
            time.nanos = nanoTime;
        }
        return active();
    }

    @Override
    public long nextSeq() {
        return nextSeq;
    }

    @Override
    public void send(InputEvent event, long originNanos) {
        sent.add(event);
        origins.add(originNanos);
        nextSeq++;
    }

    @Override
    public void flush() {}
}
