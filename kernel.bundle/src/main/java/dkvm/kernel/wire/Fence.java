// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

/**
 * Knows whether calls and notices may still lie unread in a device's pipe. Events are written inline, by threads that
 * must not block, because the device's window promises room for them; what else lies in the pipe takes that room away.
 * So behind such a message goes a fence, a Ping, and until the device has answered it events are left to the writer's
 * thread, which may block. Owned by whoever writes, but for {@link #proven}.
 */
final class Fence {
    /** Fences are told from other pings by the highest bit of their id. */
    static final long FENCE_BIT = Long.MIN_VALUE;
    /** So many bytes besides events leave enough room, however the pipe lays them out. */
    static final int ROOM = 4096;
    /** Fewer are not worth a fence. */
    static final int WORTH = 1024;

    private long lastFence;
    /** Bytes before the fence that was not answered yet, and bytes since. */
    private int before;
    private int since;
    private volatile long proven;

    static boolean isFence(long pingId) {
        return (pingId & FENCE_BIT) != 0;
    }

    /** Calls or notices were written. */
    void wrote(int bytes) {
        since = Math.min(since + bytes, Integer.MAX_VALUE / 2);
    }

    /** The id of a fence that is to be written now; 0 for none. */
    long next() {
        settle();
        if (before > 0 || since <= WORTH) {
            return 0;
        }
        before = since;
        since = 0;
        lastFence++;
        return FENCE_BIT | lastFence;
    }

    /** Whether events may not be written inline. */
    boolean crowded() {
        settle();
        return before + since > ROOM;
    }

    /** The device has answered a ping; from any thread. */
    void proven(long pingId) {
        proven = pingId & ~FENCE_BIT;
    }

    private void settle() {
        if (before > 0 && proven == lastFence) {
            before = 0;
        }
    }
}
