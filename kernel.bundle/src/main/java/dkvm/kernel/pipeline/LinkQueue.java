// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

/**
 * What waits on a link: events as their source wrote them, and marks between them. A ring of entries beside a ring of
 * bytes; both grow to what the link's credit allows and are then used again, so that nothing is allocated per event.
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
        END
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
        return MARKS[(int) meta() & (1 << MARK_BITS) - 1];
    }

    /** The first entry's number in its stream. */
    long seq() {
        return entries[slot(head)];
    }

    /** The first entry's HID usage. */
    int usage() {
        return (int) (meta() >>> 32);
    }

    /** The first entry's bytes; 0 for a mark. */
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
        int length = length();
        bytesHead += length;
        head++;
        if (length > 0) {
            events--;
        }
    }

    /** Takes the oldest event away; marks before it stay. */
    void removeOldestEvent() {
        long at = head;
        while (length(at) == 0) {
            at++;
        }
        bytesHead += length(at);
        for (; at > head; at--) {
            entries[slot(at)] = entries[slot(at - 1)];
            entries[slot(at) + 1] = entries[slot(at - 1) + 1];
        }
        head++;
        events--;
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
