// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Writes down each call; an event is let through with a permit where there is a gate. */
class RecordingSink implements Sink {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Received> received = new CopyOnWriteArrayList<>();
    final Semaphore gate;

    RecordingSink() {
        this(Integer.MAX_VALUE);
    }

    RecordingSink(int permits) {
        gate = new Semaphore(permits);
    }

    @Override
    public void open(Session session) {
        calls.add("open " + session.cause() + " " + new String(session.token(), StandardCharsets.UTF_8)
                + session.pressed("keys"));
    }

    @Override
    public void receive(Received event) throws Exception {
        gate.acquire();
        received.add(event);
        calls.add("receive " + event.seq());
    }

    @Override
    public void flush() {
        calls.add("flush");
    }

    @Override
    public void ended(String port, String from) {
        calls.add("ended " + port + " " + from);
    }

    @Override
    public void close() {
        calls.add("close");
    }

    @Override
    public byte[] token() {
        return ("after " + received.size()).getBytes(StandardCharsets.UTF_8);
    }
}
