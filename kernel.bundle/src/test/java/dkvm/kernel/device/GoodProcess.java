// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import com.google.protobuf.ByteString;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Activated;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.Port;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Ready;
import dkvm.sdk.wire.v1.Request;
import dkvm.sdk.wire.v1.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A device that does all it should: it takes keys and acknowledges them, answers every call with what it got, and gives
 * and gets notices; keys it sends and calls it makes when it is told to.
 */
final class GoodProcess extends TestProcess {
    /** Another source that holds the same key would keep its release back. */
    private static final int SPACE = 0x7002c;
    private static final Port.Builder KEYS = Port.newBuilder().setName("keys").setKind(Kind.KEYBOARD);

    private final Ear ear = new Ear() {
        @Override
        void hears(Envelope message) {
            hear(message);
        }
    };
    private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>(List.of(Wire.preamble()));
    private final InputStream output = new InputStream() {
        private InputStream left = InputStream.nullInputStream();

        @Override
        public int read() {
            throw new AssertionError("the reader reads as much as is there");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                while (left.available() == 0) {
                    if (!isAlive()) {
                        return -1;
                    }
                    left = new ByteArrayInputStream(said.take());
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return left.read(bytes, offset, length);
        }
    };
    private final Map<Long, CompletableFuture<Response>> calls = new ConcurrentHashMap<>();
    private final AtomicLong lastCall = new AtomicLong();
    /** The last event heard of each stream. */
    private final Map<Integer, Long> heard = new ConcurrentHashMap<>();
    private final AtomicLong credit = new AtomicLong();
    private volatile int stream;
    private volatile String notice = "";
    private long seq;

    GoodProcess() {
        says(Envelope.newBuilder().setHello(Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setType("x")
                .addPorts(KEYS.clone().setDirection(Direction.OUT)).addPorts(KEYS.clone().setDirection(Direction.IN))));
    }

    private void says(Envelope.Builder message) {
        var bytes = new ByteArrayOutputStream();
        try {
            message.build().writeDelimitedTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        said.add(bytes.toByteArray());
    }

    private void hear(Envelope message) {
        switch (message.getBodyCase()) {
            case WELCOME -> says(Envelope.newBuilder().setReady(Ready.getDefaultInstance()));
            case ACTIVATE -> {
                var out = message.getActivate().getStreams(0);
                stream = out.getStream();
                credit.set(out.getCreditSeq());
                says(Envelope.newBuilder().setActivated(Activated.getDefaultInstance()));
            }
            case CREDIT -> credit.set(message.getCredit().getSeq());
            case EVENT -> {
                heard.merge(message.getEvent().getStream(), message.getEvent().getSeq(), Math::max);
                ear.taken().forEach(taken -> says(Envelope.newBuilder().setCredit(taken)));
            }
            case END_OF_STREAM -> heard.remove(message.getEndOfStream().getStream());
            case PING -> says(Envelope.newBuilder().setPong(Pong.newBuilder().setId(message.getPing().getId())));
            case REQUEST -> says(Envelope.newBuilder().setResponse(Response.newBuilder()
                    .setId(message.getRequest().getId()).setPayload(message.getRequest().getPayload())));
            case RESPONSE -> {
                var call = calls.remove(message.getResponse().getId());
                if (call == null) {
                    throw new AssertionError("an answer too many: " + message);
                }
                call.complete(message.getResponse());
            }
            case NOTICE -> notice = message.getNotice().getPayload().toStringUtf8();
            default -> {
                // Nothing to do.
            }
        }
    }

    /** Calls another device, or the kernel; what is returned is complete when it was answered, in whatever way. */
    CompletableFuture<Response> call(String device, String service, String method, ByteString payload) {
        var answer = new CompletableFuture<Response>();
        long id = lastCall.incrementAndGet();
        calls.put(id, answer);
        says(Envelope.newBuilder().setRequest(Request.newBuilder().setId(id).setDevice(device).setService(service)
                .setMethod(method).setPayload(payload).setDeadlineMs(60_000)));
        return answer;
    }

    /** How many of its calls were not answered yet. */
    int waiting() {
        return calls.size();
    }

    /** Whether it may send an event. */
    boolean hasCredit() {
        return credit.get() > seq;
    }

    /** Presses or releases a key. */
    void key() {
        seq++;
        says(Envelope.newBuilder().setEvent(Event.newBuilder().setStream(stream).setSeq(seq).setOrigin(1)
                .setKey(Key.newBuilder().setUsage(SPACE).setState(PressState.forNumber((int) (seq & 1))))));
    }

    /** How many events it sent. */
    long sent() {
        return seq;
    }

    /** The last event it got from another. */
    long heardOf(GoodProcess source) {
        return heard.getOrDefault(source.stream, 0L);
    }

    /** What the last notice said that it got. */
    String notice() {
        return notice;
    }

    @Override
    void exits(int with) {
        super.exits(with);
        said.add(new byte[0]);
    }

    @Override
    public OutputStream getOutputStream() {
        return ear;
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }
}
