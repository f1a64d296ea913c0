// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

/**
 * Reads the messages that {@link EventEncoder} writes for keys, without garbage: the fast path of sinks. For one thread;
 * its values are those of the last message that was one.
 */
final class KeyScan {
    private int stream;
    private long seq;
    private long origin;
    private int usage;
    private boolean down;

    /**
     * Looks at a message.
     *
     * @param b holds it
     * @param offset where it begins, behind its length
     * @param length its length
     * @return false if it is no key, or one written in another order: the general parser reads it then
     */
    boolean read(byte[] b, int offset, int length) {
        int end = offset + length;
        // The shortest holds a stream and an empty key; beyond 127 it has fields that are not known here.
        if (length < 9 || length > 129 || b[offset] != 0x0a || b[offset + 1] != length - 2 || b[offset + 2] != 0x0d) {
            return false;
        }
        stream = fixed32(b, offset + 3);
        int at = offset + 7;
        seq = 0;
        origin = 0;
        usage = 0;
        down = false;
        if (at + 9 <= end && b[at] == 0x11) {
            seq = fixed64(b, at + 1);
            at += 9;
        }
        if (at + 9 <= end && b[at] == 0x19) {
            origin = fixed64(b, at + 1);
            at += 9;
        }
        if (at + 2 > end || b[at] != 0x22 || b[at + 1] != end - at - 2) {
            return false;
        }
        at += 2;
        if (at + 5 <= end && b[at] == 0x0d) {
            usage = fixed32(b, at + 1);
            at += 5;
        }
        if (at + 2 == end && b[at] == 0x10 && b[at + 1] == 1) {
            down = true;
            at += 2;
        }
        return at == end;
    }

    int stream() {
        return stream;
    }

    long seq() {
        return seq;
    }

    long origin() {
        return origin;
    }

    int usage() {
        return usage;
    }

    boolean down() {
        return down;
    }

    private static int fixed32(byte[] b, int at) {
        return (b[at] & 0xff) | ((b[at + 1] & 0xff) << 8) | ((b[at + 2] & 0xff) << 16) | (b[at + 3] << 24);
    }

    private static long fixed64(byte[] b, int at) {
        return (fixed32(b, at) & 0xffff_ffffL) | ((long) fixed32(b, at + 4) << 32);
    }
}
