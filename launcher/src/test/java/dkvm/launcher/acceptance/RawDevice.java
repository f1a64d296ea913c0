// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.EndReason;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Port;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Ready;
import java.io.IOException;

/**
 * A keyboard of another version, without the SDK: its arguments are the lowest and highest version it speaks and a
 * feature it needs or nothing. All it says has fields, and stands between messages, that version 1 does not know.
 */
public final class RawDevice {
    /** Fields that version 1 does not know, in any message. */
    static final UnknownFieldSet NEWER = UnknownFieldSet.newBuilder()
            .addField(900, Field.newBuilder().addVarint(7).build())
            .addField(901, Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("newer")).build())
            .addField(902, Field.newBuilder().addFixed64(1).build()).build();

    private RawDevice() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        System.out.write(Wire.preamble());
        var hello = Hello.newBuilder().setMinVersion(Integer.parseInt(arguments[0]))
                .setMaxVersion(Integer.parseInt(arguments[1])).setType("keyboard-of-the-future")
                .addFeatures("unheard-of").setUnknownFields(NEWER)
                .addPorts(Port.newBuilder().setName("keys").setDirection(Direction.OUT).setKind(Kind.KEYBOARD))
                .addPorts(Port.newBuilder().setName("scent").setDirectionValue(3).setKindValue(77));
        if (arguments.length > 2) {
            hello.addRequiredFeatures(arguments[2]);
        }
        say(Envelope.newBuilder().setHello(hello));
        var frames = new FrameBuffer();
        while (frames.fill(System.in)) {
            while (frames.next()) {
                answer(Envelope.parser().parseFrom(frames.array(), frames.offset(), frames.length()));
            }
        }
    }

    private static void answer(Envelope message) throws IOException {
        switch (message.getBodyCase()) {
            case WELCOME -> {
                if (message.getWelcome().getVersion() != 1) {
                    System.exit(78);
                }
                say(Envelope.newBuilder().setReady(Ready.newBuilder().setUnknownFields(NEWER)));
            }
            case ACTIVATE -> play(message.getActivate());
            case STOP -> System.exit(0);
            default -> {
                // Credit, and what is newer.
            }
        }
    }

    private static void play(Activate activate) throws IOException {
        say(Envelope.newBuilder().setActivated(Activated.newBuilder().setUnknownFields(NEWER)));
        int stream = activate.getStreams(0).getStream();
        for (int seq = 1; seq <= 2; seq++) {
            var key = Key.newBuilder().setUsage(0x70004).setState(seq == 1 ? PressState.DOWN : PressState.UP)
                    .setUnknownFields(NEWER);
            say(Envelope.newBuilder().setEvent(Event.newBuilder().setStream(stream).setSeq(seq)
                    .setOrigin(System.nanoTime()).setKey(key).setUnknownFields(NEWER)));
        }
        say(Envelope.newBuilder().setEndOfStream(EndOfStream.newBuilder().setStream(stream)
                .setReason(EndReason.FINISHED).setUnknownFields(NEWER)));
        System.exit(0);
    }

    /** Says it, and before it something that only a newer kernel knows. */
    private static void say(Envelope.Builder message) throws IOException {
        Envelope.newBuilder().setUnknownFields(NEWER).build().writeDelimitedTo(System.out);
        message.setUnknownFields(NEWER).build().writeDelimitedTo(System.out);
        System.out.flush();
    }
}
