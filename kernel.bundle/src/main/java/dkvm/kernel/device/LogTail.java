// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The last of what a device wrote on stderr, over all its processes, whether it came into the log or not. It is kept as
 * bytes: a flood costs no more than copying it. Threads may share it.
 */
final class LogTail {
    /** So many lines are shown at most. */
    static final int LINES = 200;
    /** So much is kept; of longer lines fewer are shown. */
    static final int BYTES = 64 * 1024;

    private byte[] ring = {};
    /** Counts every byte that ever came. */
    private long written;

    /** Another process begins, on a line of its own; what it writes is found again by what is returned. */
    synchronized long begin() {
        if (written > 0 && ring[at(written - 1)] != '\n') {
            keep(new byte[]{'\n'}, 1);
        }
        return written;
    }

    synchronized void keep(byte[] bytes, int length) {
        if (ring.length == 0) {
            ring = new byte[BYTES];
        }
        int skipped = Math.max(0, length - BYTES);
        written += skipped;
        int rest = length - skipped;
        int first = Math.min(rest, BYTES - at(written));
        System.arraycopy(bytes, skipped, ring, at(written), first);
        System.arraycopy(bytes, skipped + first, ring, 0, rest - first);
        written += rest;
    }

    /** The last lines, oldest first. */
    List<String> lines() {
        return lines(0);
    }

    /** The last lines of what came since {@link #begin()} returned this. */
    List<String> lines(long since) {
        var all = text(since).lines().map(LogFolding::withoutPriority).toList();
        return all.subList(Math.max(0, all.size() - LINES), all.size());
    }

    private synchronized String text(long since) {
        long from = Math.max(since, written - BYTES);
        int length = (int) (written - from);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[at(from + i)];
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        // Of a line that is not there from its beginning nothing is shown, unless there is nothing else.
        return from > since ? text.substring(text.indexOf('\n') + 1) : text;
    }

    private static int at(long position) {
        return (int) (position % BYTES);
    }
}
