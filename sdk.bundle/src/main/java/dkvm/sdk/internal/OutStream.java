// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

/** A stream that goes out, from its opening or the device's activation on. */
final class OutStream {
    final int number;
    /** Written by the I/O thread; it only grows. */
    private volatile long creditSeq;
    /** Written by the I/O thread; it only grows. */
    private volatile long creditBytes;
    /** Written under the port's lock. */
    private volatile long nextSeq;
    /** Length of all events sent, with their length prefixes; guarded by the port's lock. */
    private long bytes;

    OutStream(int number, long nextSeq, long creditSeq, long creditBytes) {
        this.number = number;
        this.nextSeq = Math.max(1, nextSeq);
        this.creditSeq = creditSeq;
        this.creditBytes = creditBytes;
    }

    void credit(long seq, long upToBytes) {
        creditSeq = Math.max(creditSeq, seq);
        creditBytes = Math.max(creditBytes, upToBytes);
    }

    boolean allows(int length) {
        return nextSeq <= creditSeq && bytes + length <= creditBytes;
    }

    void sent(int length) {
        bytes += length;
        long next = nextSeq + 1;
        nextSeq = next;
    }

    /** An event was sent that nobody wants any more. */
    void dropped() {
        long next = nextSeq + 1;
        nextSeq = next;
    }

    long nextSeq() {
        return nextSeq;
    }
}
