// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a byte stream into the preamble and messages, in place: after {@link #next()} the message lies in
 * {@link #array()} from {@link #offset()} on, {@link #length()} bytes long, with its length prefix before it from
 * {@link #frameStart()} on. It stays there until the next {@link #fill}. For one thread.
 */
public final class FrameBuffer {
    private static final int CAPACITY = 2 * (Wire.MAX_MESSAGE + 8);

    private final byte[] array = new byte[CAPACITY];
    private int begin;
    private int end;
    private int offset;
    private int length;
    private int frameStart;
    private boolean preambleSeen;

    /** An empty buffer, before the preamble. */
    public FrameBuffer() {}

    /**
     * Reads once, as much as is there; waits for at least one byte.
     *
     * @param in where from
     * @return false at the end of the stream
     * @throws IOException if reading failed
     */
    public boolean fill(InputStream in) throws IOException {
        if (begin > 0) {
            System.arraycopy(array, begin, array, 0, end - begin);
            end -= begin;
            begin = 0;
        }
        int n = in.read(array, end, array.length - end);
        end += Math.max(n, 0);
        return n >= 0;
    }

    /**
     * Goes on to the next whole message.
     *
     * @return false if more bytes are needed
     * @throws WireException if what is there cannot be a message
     */
    public boolean next() throws WireException {
        if (!preambleSeen && !preamble()) {
            return false;
        }
        long value = 0;
        int at = begin;
        for (int shift = 0; shift < 35; shift += 7) {
            if (at == end) {
                return false;
            }
            byte b = array[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return message(at, value);
            }
        }
        throw new WireException("the length of a message is no varint");
    }

    private boolean message(int at, long announced) throws WireException {
        if (announced > Wire.MAX_MESSAGE) {
            throw new WireException("a message of " + announced + " bytes; " + Wire.MAX_MESSAGE + " are allowed");
        }
        int size = (int) announced;
        if (end - at < size) {
            return false;
        }
        frameStart = begin;
        offset = at;
        length = size;
        begin = at + size;
        return true;
    }

    private boolean preamble() throws WireException {
        byte[] expected = Wire.preamble();
        int have = Math.min(end - begin, expected.length);
        for (int i = 0; i < have; i++) {
            if (array[begin + i] != expected[i]) {
                throw new WireException("it does not begin with \"DKV1\"");
            }
        }
        if (have < expected.length) {
            return false;
        }
        begin += expected.length;
        preambleSeen = true;
        return true;
    }

    /**
     * Bytes that are there and not yet cut, such as the beginning of a message whose rest has not come.
     *
     * @return their number
     */
    public int pending() {
        return end - begin;
    }

    /**
     * The first bytes that are there and not yet cut, to show what came instead of the protocol.
     *
     * @param limit at most so many
     * @return a copy
     */
    public byte[] peek(int limit) {
        int n = Math.min(limit, end - begin);
        var copy = new byte[n];
        System.arraycopy(array, begin, copy, 0, n);
        return copy;
    }

    /**
     * The bytes.
     *
     * @return the buffer itself, not a copy
     */
    public byte[] array() {
        return array;
    }

    /**
     * Where the message begins, behind its length prefix.
     *
     * @return an index into {@link #array()}
     */
    public int offset() {
        return offset;
    }

    /**
     * The message's length, without its prefix.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * Where the message's length prefix begins.
     *
     * @return an index into {@link #array()}
     */
    public int frameStart() {
        return frameStart;
    }

    /**
     * Whether the other side's preamble has come.
     *
     * @return true once it was seen
     */
    public boolean preambleSeen() {
        return preambleSeen;
    }
}
