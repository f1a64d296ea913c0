// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Frames;
import dkvm.sdk.Output;
import dkvm.sdk.Session;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Loop;
import dkvm.sdk.wire.v1.Pressed;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One activation. */
final class DeviceSession implements Session {
    private final Activate activate;
    private final List<OutputPort> outputs;
    private final WireOut out;
    private final LoopState loop;
    private final Map<String, Frames> frames = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();
    /** Written under the lock. */
    private volatile boolean active = true;

    DeviceSession(Activate activate, List<OutputPort> outputs, WireOut out, LoopState loop,
            Conversation conversation) {
        this.activate = activate;
        this.outputs = outputs;
        this.out = out;
        this.loop = loop;
        for (var output : outputs) {
            output.grants().ifPresent(grants -> frames.put(output.name(), new SessionFrames(output, grants,
                    conversation.pools(), conversation.client(), loop, this::active)));
        }
    }

    /**
     * Ends the session.
     *
     * @return false if it had ended before
     */
    boolean end() {
        lock.lock();
        try {
            boolean was = active;
            active = false;
            over.signalAll();
            return was;
        } finally {
            lock.unlock();
            outputs.forEach(output -> output.grants().ifPresent(Grants::wake));
        }
    }

    @Override
    public Cause cause() {
        return switch (activate.getCause()) {
            case RESTART -> Cause.RESTART;
            case REPLACEMENT -> Cause.REPLACEMENT;
            case ROLLBACK -> Cause.ROLLBACK;
            case CONFIGURATION -> Cause.CONFIGURATION;
            case FIRST, CAUSE_UNSPECIFIED, UNRECOGNIZED -> Cause.FIRST;
        };
    }

    @Override
    public byte[] token() {
        return activate.getToken().toByteArray();
    }

    @Override
    public long generation() {
        return activate.getGeneration();
    }

    @Override
    public Instant runStarted() {
        return Instant.ofEpochMilli(activate.getRunStartedMs());
    }

    @Override
    public Output output(String port) {
        for (var output : outputs) {
            if (output.name().equals(port)) {
                return output;
            }
        }
        throw new IllegalArgumentException("the device declared no output \"" + port + '"');
    }

    @Override
    public Frames frames(String port) {
        var output = frames.get(port);
        if (output == null) {
            throw new IllegalArgumentException("the device declared no display output \"" + port + '"');
        }
        return output;
    }

    @Override
    public Set<Integer> pressed(String port) {
        var usages = new HashSet<Integer>();
        for (Pressed pressed : activate.getPressedList()) {
            if (pressed.getPort().equals(port)) {
                usages.addAll(pressed.getUsagesList());
            }
        }
        return usages;
    }

    @Override
    public boolean active() {
        return active;
    }

    @Override
    public boolean sleepUntil(long nanoTime) throws InterruptedException {
        loop.tick();
        long left = nanoTime - System.nanoTime();
        if (left <= 0) {
            return active;
        }
        out.flush();
        loop.enter(Loop.WAITING_INPUT);
        lock.lockInterruptibly();
        try {
            while (active && left > 0) {
                over.awaitNanos(left);
                left = nanoTime - System.nanoTime();
            }
            return active;
        } finally {
            lock.unlock();
            loop.enter(Loop.RUNNING);
        }
    }
}
