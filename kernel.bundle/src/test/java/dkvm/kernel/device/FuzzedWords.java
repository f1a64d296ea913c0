// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.protobuf.ByteString;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Cancel;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.DevicesQuery;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Drained;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Handle;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Notice;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.PoolMapped;
import dkvm.sdk.wire.v1.PoolUnmapped;
import dkvm.sdk.wire.v1.Port;
import dkvm.sdk.wire.v1.PortState;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Ready;
import dkvm.sdk.wire.v1.Release;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import dkvm.sdk.wire.v1.Retain;
import dkvm.sdk.wire.v1.Stats;
import dkvm.sdk.wire.v1.StreamPosition;
import dkvm.sdk.wire.v1.StreamStats;
import dkvm.sdk.wire.v1.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** All that a device may say, of every kind, as it fits what it was told. For the thread that reads the device. */
final class FuzzedWords {
    private static final List<String> DEVICES = List.of("", "", "", "good", "good", "lamp", "fuzzed", "nobody");
    private static final List<String> SERVICES = List.of("devices", "pipelines", "config", "notices", "notices", "test",
            "none");
    private static final List<String> METHODS = List.of("list", "watch", "get", "subscribe", "subscribe", "unsubscribe",
            "say");
    private static final List<String> TOPICS = List.of("", "device/fuzzed/on", "device/fuzzed/on", "device/*/state",
            "device/good/on", "device/fuzzed/state", "pipeline/x/state", "beat", "not a topic");

    private final Random random;
    private final FuzzedEar ear;
    private long seq;
    private long calls;

    FuzzedWords(Random random, FuzzedEar ear) {
        this.random = random;
        this.ear = ear;
    }

    Envelope hello() {
        var hello = Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("x").setSoftware("fuzz")
                .setResumable(random.nextBoolean()).addPorts(port("keys", Direction.OUT))
                .addPorts(port("keys", Direction.IN));
        if (random.nextInt(20) == 0) {
            var name = "p" + Integer.toString(random.nextInt(1 << 30), 36);
            for (int i = random.nextInt(256); i > 0; i--) {
                hello.addPorts(port((name + "-" + i).repeat(1 + random.nextInt(4)), Direction.OUT));
            }
        }
        return Envelope.newBuilder().setHello(hello).build();
    }

    private static Port port(String name, Direction direction) {
        return Port.newBuilder().setName(name).setDirection(direction).setKind(Kind.KEYBOARD).build();
    }

    Envelope ready() {
        return Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build();
    }

    Envelope activated() {
        return Envelope.newBuilder().setActivated(Activated.getDefaultInstance()).build();
    }

    Envelope drained() {
        return Envelope.newBuilder().setDrained(Drained.newBuilder().setToken(payload()).addPositions(
                StreamPosition.newBuilder().setStream(ear.out()).setSeq(seq))).build();
    }

    /** Before it is active a device may call, be called by the kernel, and give and get notices. */
    Envelope early() {
        return random.nextInt(3) == 0 ? notice() : random.nextBoolean() ? request() : portState();
    }

    Envelope any() {
        return switch (random.nextInt(100)) {
            case 0 -> random.nextInt(4) == 0 ? again() : calling();
            case 1 -> random.nextInt(4) == 0 ? endOfStream() : event();
            case 2, 3 -> event();
            case 4, 5, 6 -> credit();
            case 7, 8, 9, 10, 11, 12, 13 -> stats();
            case 14, 15, 16, 17 -> drained();
            case 18, 19, 20, 21, 22, 23, 24, 25, 26 -> portState();
            case 27, 28, 29, 30, 31, 32, 33, 34 -> pool();
            default -> calling();
        };
    }

    private Envelope calling() {
        return switch (random.nextInt(13)) {
            case 0, 1 -> pong();
            case 2, 3 -> notice();
            case 4 -> cancel();
            case 5, 6, 7, 8 -> response();
            default -> request();
        };
    }

    /** What was to be said once. */
    private Envelope again() {
        return switch (random.nextInt(3)) {
            case 0 -> hello();
            case 1 -> ready();
            default -> activated();
        };
    }

    private Envelope event() {
        return Envelope.newBuilder().setEvent(Event.newBuilder().setStream(ear.out()).setSeq(seq + 1)
                .setOrigin(random.nextLong()).setKey(Key.newBuilder().setUsage(0x70004 + random.nextInt(3))
                        .setState(PressState.forNumber(random.nextInt(2)))))
                .build();
    }

    /** A message goes out like that: an event may still be one that counts. */
    byte[] said(byte[] framed) {
        try {
            var event = Envelope.parseDelimitedFrom(new ByteArrayInputStream(framed)).getEvent();
            seq += event.getStream() == ear.out() && event.getSeq() == seq + 1 ? 1 : 0;
        } catch (IOException e) {
            // It is none.
        }
        return framed;
    }

    private Envelope endOfStream() {
        return Envelope.newBuilder().setEndOfStream(EndOfStream.newBuilder().setStream(ear.out())).build();
    }

    private Envelope credit() {
        var taken = ear.taken();
        return Envelope.newBuilder().setCredit(taken.isEmpty()
                ? Credit.getDefaultInstance()
                : taken.get(random.nextInt(taken.size()))).build();
    }

    private Envelope stats() {
        return Envelope.newBuilder().setStats(Stats.newBuilder().addStreams(StreamStats.newBuilder()
                .setStream(credit().getCredit().getStream()).addBuckets(random.nextInt(300)).addCounts(1)
                .setMaxUs(random.nextInt())))
                .build();
    }

    private Envelope portState() {
        return Envelope.newBuilder().setPortState(PortState.newBuilder().setPort("keys")
                .setDirection(Direction.forNumber(random.nextInt(3))).setOpen(random.nextBoolean())
                .setReason("unplugged")).build();
    }

    private Envelope pool() {
        var handle = Handle.newBuilder().setPool(random.nextInt(3)).setSlot(random.nextInt(9));
        var envelope = Envelope.newBuilder();
        return switch (random.nextInt(4)) {
            case 0 -> envelope.setPoolMapped(PoolMapped.newBuilder().setPool(1).setError("no")).build();
            case 1 -> envelope.setPoolUnmapped(PoolUnmapped.newBuilder().setPool(1)).build();
            case 2 -> envelope.setRetain(Retain.newBuilder().addHandles(handle)).build();
            default -> envelope.setRelease(Release.newBuilder().addHandles(handle)).build();
        };
    }

    private Envelope pong() {
        return Envelope.newBuilder().setPong(Pong.newBuilder().setId(ear.ping().orElseGet(random::nextLong))
                .setLoopValue(random.nextInt(5)).setTicks(random.nextInt())).build();
    }

    private Envelope notice() {
        return Envelope.newBuilder().setNotice(Notice.newBuilder().setTopic(one(TOPICS)).setPayload(payload()))
                .build();
    }

    private Envelope cancel() {
        return Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(callId())).build();
    }

    private Envelope response() {
        var response = Response.newBuilder().setId(ear.request().orElseGet(() -> (long) random.nextInt(50)))
                .setPayload(payload());
        if (random.nextInt(3) == 0) {
            response.setStatus(random.nextInt(18)).setMessage("it is so ".repeat(random.nextInt(80)));
        }
        return Envelope.newBuilder().setResponse(response).build();
    }

    private Envelope request() {
        var request = Request.newBuilder().setId(random.nextInt(8) == 0 ? callId() : ++calls)
                .setDevice(one(DEVICES)).setService(one(SERVICES)).setMethod(one(METHODS))
                .setDeadlineMs(random.nextInt(1 << random.nextInt(20)));
        return Envelope.newBuilder().setRequest(request.setPayload(switch (random.nextInt(4)) {
            case 0 -> Topics.newBuilder().addPrefixes(one(TOPICS)).addPrefixes("x").build().toByteString();
            case 1 -> DevicesQuery.newBuilder().addIds(one(DEVICES)).build().toByteString();
            default -> payload();
        })).build();
    }

    private long callId() {
        return Math.max(0, calls - random.nextInt(9));
    }

    /** Mostly short, and now and then more than may be. */
    private ByteString payload() {
        var bytes = new byte[random.nextInt(1 << random.nextInt(random.nextInt(10) == 0 ? 17 : 9))];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes, 0, Math.min(bytes.length, Wire.MAX_MESSAGE - 700));
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
