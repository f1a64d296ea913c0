// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Envelope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a fuzzed device was told, so that it can nearly say the right thing. All is guarded by this. */
final class FuzzedEar extends Ear {
    private static final int REMEMBERED = 50;
    private static final int PIPE = 64 * 1024;

    private final FuzzedProcess process;
    /** It listens until it is active, and never again. */
    private final boolean deaf;
    private final Deque<Long> requests = new ArrayDeque<>();
    private final Deque<Long> pings = new ArrayDeque<>();
    private int out = 1;
    private boolean active;
    private boolean draining;
    private int unread;

    FuzzedEar(FuzzedProcess process, boolean deaf) {
        this.process = process;
        this.deaf = deaf;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (unheard(length)) {
            throw new IOException("Broken pipe");
        }
        if (unread == 0) {
            super.write(bytes, offset, length);
        }
    }

    /** What is not listened to fills the pipe, and then waits for the end of the process. */
    private synchronized boolean unheard(int length) {
        if (deaf && active) {
            unread += length;
            if (unread > PIPE) {
                await(() -> !process.isAlive(), Integer.MAX_VALUE);
            }
        }
        return !process.isAlive();
    }

    @Override
    void hears(Envelope message) {
        switch (message.getBodyCase()) {
            case ACTIVATE -> activate(message);
            case REQUEST -> remember(requests, message.getRequest().getId());
            case PING -> remember(pings, message.getPing().getId());
            case DRAIN -> drain();
            case STOP -> process.exits(0);
            default -> {
                // Nothing depends on it.
            }
        }
    }

    private synchronized void activate(Envelope message) {
        active = true;
        message.getActivate().getStreamsList().stream()
                .filter(stream -> stream.getDirection() == Direction.OUT && stream.getPort().equals("keys"))
                .forEach(stream -> out = stream.getStream());
        notifyAll();
    }

    private synchronized void remember(Deque<Long> of, long id) {
        of.add(id);
        if (of.size() > REMEMBERED) {
            of.remove();
        }
    }

    private synchronized void drain() {
        draining = true;
    }

    /** Wakes who waits: the process is over. */
    synchronized void over() {
        notifyAll();
    }

    /** Waits until it is told to become active, but not for ever. */
    synchronized void awaitActivation(long millis) {
        await(() -> active || !process.isAlive(), millis);
    }

    private synchronized void await(BooleanSupplier condition, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (!condition.getAsBoolean() && System.nanoTime() < end) {
                wait(millis);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its stream of keys. */
    synchronized int out() {
        return out;
    }

    synchronized boolean draining() {
        return draining;
    }

    /** A call that it was not seen to answer. */
    synchronized Optional<Long> request() {
        return Optional.ofNullable(requests.poll());
    }

    /** A ping that it was not seen to answer. */
    synchronized Optional<Long> ping() {
        return Optional.ofNullable(pings.poll());
    }

    @Override
    public void close() {
        process.exits(0);
    }
}
