// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.activation;
import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static dkvm.sdk.internal.FakeKernel.output;
import static dkvm.sdk.internal.PlayedPool.envelope;
import static dkvm.sdk.internal.PlayedPool.frame;

import com.google.protobuf.ByteString;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.Rectangle;
import dkvm.sdk.wire.testing.Mutator;
import dkvm.sdk.wire.testing.SpoiltStream;
import dkvm.sdk.wire.v1.Cancel;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Drain;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Notice;
import dkvm.sdk.wire.v1.Ping;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import dkvm.sdk.wire.v1.SetLog;
import dkvm.sdk.wire.v1.StreamClosed;
import dkvm.sdk.wire.v1.Text;
import dkvm.sdk.wire.v1.Welcome;
import java.util.Random;

/** The stdin of a device, on which the kernel says what it may, spoilt now and then. */
final class FuzzedKernel extends SpoiltStream {
    static final FrameFormat PICTURE = FrameFormat.xr24(8, 8);
    private static final int MESSAGES = 200;
    private static final int IN = 7;
    private static final int OUT = 8;
    private static final int PICTURES_IN = 9;
    private static final int PICTURES_OUT = 10;

    private final Random random;
    private final boolean source;
    private final PlayedPool pool;
    private long seq;

    FuzzedKernel(Random random, Mutator mutator, boolean source, PlayedPool pool) {
        super(random, mutator, MESSAGES);
        this.random = random;
        this.source = source;
        this.pool = pool;
    }

    @Override
    protected byte[] next(int n) {
        boolean spoil = n < 3 ? random.nextInt(30) == 0 : random.nextInt(4) != 0;
        var message = switch (n) {
            case 0 -> Envelope.newBuilder().setWelcome(Welcome.newBuilder().setVersion(1)).build();
            case 1 -> activate(Cause.FIRST);
            case 2 -> added();
            default -> valid();
        };
        return spoil ? spoilt(message) : Mutator.framed(message.toByteArray());
    }

    private Envelope activate(Cause cause) {
        var token = ByteString.copyFromUtf8("token");
        return source
                ? activation(token, cause, output(OUT, "keys", 1, 3, 1000), output(PICTURES_OUT, "video", 1, 3, 1000))
                : activation(token, cause, input(IN, "keys", "a.keys", 1), input(PICTURES_IN, "video", "a.video", 1));
    }

    private Envelope valid() {
        var envelope = Envelope.newBuilder();
        return switch (random.nextInt(200)) {
            case 0 -> envelope.setDrain(Drain.getDefaultInstance()).build();
            case 1 -> activate(Cause.ROLLBACK);
            case 2 -> envelope.setEndOfStream(EndOfStream.newBuilder().setStream(IN)).build();
            case 3 -> envelope.setStreamClosed(StreamClosed.newBuilder().setStream(source ? OUT : IN)).build();
            case 4, 5 -> envelope.setStreamOpened(source
                    ? output(OUT, "keys", 1, 9, 500)
                    : input(IN, "keys", "a.keys", seq + 1)).build();
            case 6, 7 -> envelope.setEvent(Event.newBuilder().setStream(IN).setSeq(++seq).setOrigin(seq)
                    .setText(Text.newBuilder().setText("x".repeat(random.nextInt(200))))).build();
            case 8, 9, 10, 11, 12, 13 -> key(IN, ++seq, new KeyEvent(0x70004, random.nextBoolean()));
            case 14, 15, 16 -> envelope.setSetLog(SetLog.newBuilder().setPriority(random.nextInt(5))).build();
            case 17, 18 -> added();
            case 19, 20 -> pool.retired();
            default -> switch (random.nextInt(20)) {
                case 0 -> picture();
                case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> small();
                default -> calling();
            };
        };
    }

    private Envelope added() {
        return source ? pool.toWrite("video") : pool.toRead("video");
    }

    private Envelope picture() {
        int slot = random.nextInt(pool.slots);
        if (source) {
            return pool.grant(slot);
        }
        var damage = new Rectangle(random.nextInt(4), random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(4));
        return envelope(frame(PICTURES_IN, random.nextInt(100), PICTURE,
                pool.handle(slot, random.nextInt(9), PICTURE.bytes()), damage));
    }

    private Envelope small() {
        return random.nextBoolean()
                ? Envelope.newBuilder().setPing(Ping.newBuilder().setId(random.nextLong())).build()
                : Envelope.newBuilder().setCredit(Credit.newBuilder().setStream(OUT).setSeq(random.nextInt(100))
                        .setBytes(random.nextInt(10_000))).build();
    }

    private Envelope calling() {
        var payload = ByteString.copyFrom(new byte[random.nextInt(300)]);
        var envelope = Envelope.newBuilder();
        return switch (random.nextInt(4)) {
            case 0 -> envelope.setRequest(Request.newBuilder().setId(random.nextInt(50)).setService("device")
                    .setMethod(random.nextBoolean() ? "status" : "none").setPayload(payload)
                    .setDeadlineMs(random.nextInt(2000))).build();
            case 1 -> envelope.setResponse(Response.newBuilder().setId(random.nextInt(9)).setPayload(payload)).build();
            case 2 -> envelope.setCancel(Cancel.newBuilder().setId(random.nextInt(50))).build();
            default -> envelope.setNotice(Notice.newBuilder().setTopic("device/x/state").setPayload(payload)).build();
        };
    }
}
