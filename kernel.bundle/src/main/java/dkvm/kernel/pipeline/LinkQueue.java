// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits on a link: events as their source wrote them, and marks between them. A ring of entries beside a ring of
 * bytes; both grow to what the link's credit allows and are then used again, so that nothing is allocated per event.
 * Events that carry a buffer are few, and are kept beside them as they are: their bytes are shared with other links.
 * Guarded by the sink's lock.
 */
final class LinkQueue {
    /** What an entry is. */
    enum Mark {
        /** An event that no guard looks at. */
        PLAIN,
        /** A key or button went down. */
        DOWN,
        /** A key or button went up. */
        UP,
        /** A stream begins: its number as usage, its next event's number as seq. */
        BEGIN,
        /** Its source is gone uncleanly: what it holds down is to be released; more may come. */
        RELEASE,
        /** The stream has ended: the reason's number as usage. */
        END,
        /** An event that carries a buffer. */
        CARRIED
    }

    private static final Mark[] MARKS = Mark.values();
    private static final int MARK_BITS = 3;
    private static final long LENGTH_MASK = 0xffff_ffffL;

    /** Two numbers an entry: seq, and usage, length and mark together. The size is a power of two. */
    private long[] entries = new long[128];
    private long head;
    private long tail;

    private byte[] bytes = new byte[4096];
    private long bytesHead;
    private long bytesTail;
    private int events;
    /** Those of the entries that are CARRIED, in their order. */
    private final ArrayDeque<Carried> carried = new ArrayDeque<>();

    /** Entries that are events. */
    int events() {
        return events;
    }

    /** Bytes of the events. */
    long bytes() {
        return bytesTail - bytesHead;
    }

    /** Entries of all kinds. */
    int entries() {
        return (int) (tail - head);
    }

    boolean isEmpty() {
        return head == tail;
    }

    /** Adds an event. */
    void add(Mark mark, long seq, int usage, byte[] from, int offset, int length) {
        while (bytesTail - bytesHead + length > bytes.length) {
            growBytes();
        }
        int at = (int) bytesTail & bytes.length - 1;
        int first = Math.min(length, bytes.length - at);
        System.arraycopy(from, offset, bytes, at, first);
        System.arraycopy(from, offset + first, bytes, 0, length - first);
        bytesTail += length;
        events++;
        addEntry(seq, (long) usage << 32 | (long) length << MARK_BITS | mark.ordinal());
    }

    /** Adds an event that carries a buffer. */
    void add(Carried event) {
        carried.add(event);
        events++;
        addEntry(event.seq(), Mark.CARRIED.ordinal());
    }

    /** Adds a mark that is no event. */
    void add(Mark mark, long seq, int usage) {
        addEntry(seq, (long) usage << 32 | mark.ordinal());
    }

    private void addEntry(long seq, long meta) {
        if (tail - head == entries.length / 2) {
            growEntries();
        }
        int i = slot(tail);
        entries[i] = seq;
        entries[i + 1] = meta;
        tail++;
    }

    /** What the first entry is. */
    Mark mark() {
        return mark(head);
    }

    private Mark mark(long at) {
        return MARKS[(int) entries[slot(at) + 1] & (1 << MARK_BITS) - 1];
    }

    /** The first entry's number in its stream. */
    long seq() {
        return entries[slot(head)];
    }

    /** The first entry's HID usage. */
    int usage() {
        return (int) (meta() >>> 32);
    }

    /** The first entry's event, which carries a buffer. */
    Carried carried() {
        return carried.getFirst();
    }

    /** How many of the events carry a buffer. */
    int buffers() {
        return carried.size();
    }

    /** The number of the first event that waits; 0: none does. */
    long firstEventSeq() {
        for (long at = head; at < tail; at++) {
            if (isEvent(at)) {
                return entries[slot(at)];
            }
        }
        return 0;
    }

    /** The first entry's bytes; 0 for a mark, and for an event that carries a buffer. */
    int length() {
        return length(head);
    }

    private int length(long index) {
        return (int) ((entries[slot(index) + 1] & LENGTH_MASK) >>> MARK_BITS);
    }

    /** Copies the first entry's bytes. */
    void copyTo(byte[] to, int offset) {
        int length = length();
        int at = (int) bytesHead & bytes.length - 1;
        int first = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, to, offset, first);
        System.arraycopy(bytes, 0, to, offset + first, length - first);
    }

    /** Takes the first entry away. */
    void remove() {
        if (isEvent(head)) {
            events--;
            takeBuffer(head);
        }
        bytesHead += length();
        head++;
    }

    /** Takes the oldest event away; marks before it stay. Answers it if it carries a buffer. */
    @Nullable
    Carried removeOldestEvent() {
        long at = head;
        while (!isEvent(at)) {
            at++;
        }
        bytesHead += length(at);
        var buffer = takeBuffer(at);
        for (; at > head; at--) {
            entries[slot(at)] = entries[slot(at - 1)];
            entries[slot(at) + 1] = entries[slot(at - 1) + 1];
        }
        head++;
        events--;
        return buffer;
    }

    private @Nullable Carried takeBuffer(long at) {
        return mark(at) == Mark.CARRIED ? carried.removeFirst() : null;
    }

    private boolean isEvent(long at) {
        return length(at) > 0 || mark(at) == Mark.CARRIED;
    }

    private long meta() {
        return entries[slot(head) + 1];
    }

    private int slot(long index) {
        return (int) (2 * index) & entries.length - 1;
    }

    private void growEntries() {
        var grown = new long[entries.length * 2];
        int at = slot(head);
        System.arraycopy(entries, at, grown, 0, entries.length - at);
        System.arraycopy(entries, 0, grown, entries.length - at, at);
        tail -= head;
        head = 0;
        entries = grown;
    }

    private void growBytes() {
        var grown = new byte[bytes.length * 2];
        int held = (int) (bytesTail - bytesHead);
        int at = (int) bytesHead & bytes.length - 1;
        int first = Math.min(held, bytes.length - at);
        System.arraycopy(bytes, at, grown, 0, first);
        System.arraycopy(bytes, 0, grown, first, held - first);
        bytes = grown;
        bytesHead = 0;
        bytesTail = held;
    }
}
