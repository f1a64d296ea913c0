// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.wire.WireException;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.PressState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads of an event what routing needs, without parsing it: stream, number, what it carries, and for keys and buttons
 * the usage and state. It looks for the fields where every SDK puts them, in the order of their numbers; anything else
 * takes the general parser. For one thread.
 */
final class EventScanner {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Tags of the fields: number times 8 and the wire type. */
    private static final byte ENVELOPE_EVENT = 1 << 3 | 2;
    private static final byte STREAM = 1 << 3 | 5;
    private static final byte SEQ = 2 << 3 | 1;
    private static final byte ORIGIN = 3 << 3 | 1;
    private static final byte KEY = Event.KEY_FIELD_NUMBER << 3 | 2;
    private static final byte BUTTON = Event.BUTTON_FIELD_NUMBER << 3 | 2;
    private static final byte USAGE = 1 << 3 | 5;
    private static final byte STATE = 2 << 3;

    /** Offsets within the event of its fields, and where its payload begins. */
    private static final int SEQ_AT = 5;
    private static final int ORIGIN_AT = 14;
    private static final int PAYLOAD_AT = 23;

    private int stream;
    private long seq;
    private int payload;
    private int usage;
    private boolean down;

    int stream() {
        return stream;
    }

    long seq() {
        return seq;
    }

    /** The field number of what the event carries; 0 for none. */
    int payload() {
        return payload;
    }

    int usage() {
        return usage;
    }

    boolean down() {
        return down;
    }

    /**
     * Looks at a message.
     *
     * @return whether it is an event that was understood without parsing
     */
    boolean scan(byte[] array, int offset, int length) {
        // Envelope tag, one byte of length, and an event that reaches to the end of the message.
        int event = offset + 2;
        if (length < 2 + PAYLOAD_AT + 2 || array[offset] != ENVELOPE_EVENT || array[offset + 1] != length - 2
                || array[event] != STREAM || array[event + SEQ_AT] != SEQ || array[event + ORIGIN_AT] != ORIGIN) {
            return false;
        }
        int end = offset + length;
        int at = event + PAYLOAD_AT;
        byte tag = array[at];
        if ((tag != KEY && tag != BUTTON) || at + 2 + array[at + 1] != end || !pressed(array, at + 2, end)) {
            return false;
        }
        stream = (int) INT.get(array, event + 1);
        seq = (long) LONG.get(array, event + SEQ_AT + 1);
        payload = tag >> 3;
        return true;
    }

    private boolean pressed(byte[] array, int at, int end) {
        if (at + 5 > end || array[at] != USAGE) {
            return false;
        }
        boolean noState = at + 5 == end;
        if (!noState && (at + 7 != end || array[at + 5] != STATE || (array[at + 6] & ~1) != 0)) {
            return false;
        }
        usage = (int) INT.get(array, at + 1);
        down = !noState && array[at + 6] == PressState.DOWN_VALUE;
        return true;
    }

    /** Takes what an event says that was parsed. */
    void take(Event event) throws WireException {
        stream = event.getStream();
        seq = event.getSeq();
        payload = event.getPayloadCase().getNumber();
        usage = 0;
        down = false;
        if (event.hasKey()) {
            press(event.getKey().getUsage(), event.getKey().getStateValue());
        } else if (event.hasButton()) {
            press(event.getButton().getUsage(), event.getButton().getStateValue());
        }
    }

    private void press(int pressedUsage, int state) throws WireException {
        if (state != PressState.DOWN_VALUE && state != PressState.UP_VALUE) {
            throw new WireException("a key or button in state " + state + ", which is neither down nor up");
        }
        usage = pressedUsage;
        down = state == PressState.DOWN_VALUE;
    }

    static Envelope parse(byte[] array, int offset, int length) throws WireException {
        try {
            return Envelope.parser().parseFrom(array, offset, length);
        } catch (InvalidProtocolBufferException e) {
            throw new WireException("a malformed message: " + e.getMessage());
        }
    }
}
