// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A device without SDK and without protobuf: every byte it says is put together here by hand, from the wire protocol's
 * document. Its process only carries the bytes between the kernel and two FIFOs.
 */
final class RawDevice implements AutoCloseable {
    static final int EVENT = 1;
    static final int CREDIT = 13;
    static final int REQUEST = 22;
    static final int RESPONSE = 23;
    static final int CANCEL = 24;
    static final int NOTICE = 25;

    /** A field of a message: its number, and its value as a number or as bytes. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares or keeps them.
    record Field(int number, long value, byte[] bytes) {
        String text() {
            return new String(bytes, UTF_8);
        }
    }

    /** What the kernel said: the kind of message, and its fields. */
    @SuppressWarnings("ArrayRecordComponent")
    record Heard(int kind, byte[] body) {
        long number(int field) {
            return fields(body).stream().filter(f -> f.number == field).mapToLong(Field::value).findFirst().orElse(0);
        }

        byte[] bytes(int field) {
            return fields(body).stream().filter(f -> f.number == field).map(Field::bytes).findFirst()
                    .orElse(new byte[0]);
        }

        String text(int field) {
            return new String(bytes(field), UTF_8);
        }
    }

    private final Path toKernel;
    private final Path fromKernel;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Heard> events = new LinkedBlockingQueue<>();
    private OutputStream out = OutputStream.nullOutputStream();
    private InputStream in = InputStream.nullInputStream();

    RawDevice(Path folder, String name) throws IOException, InterruptedException {
        toKernel = folder.resolve(name + ".out");
        fromKernel = folder.resolve(name + ".in");
        assertThat(new ProcessBuilder("mkfifo", toKernel.toString(), fromKernel.toString()).inheritIO().start()
                .waitFor()).isZero();
    }

    /** What to start as the device. */
    Map<String, Object> options() {
        return Map.of("command", List.of("sh", "-c",
                "exec 3<&0; cat <&3 >'" + fromKernel + "' & exec cat <'" + toKernel + "'"));
    }

    /** Opens the FIFOs, whose other ends the process opens, and sends the preamble. */
    void connect() throws IOException {
        in = Files.newInputStream(fromKernel);
        out = Files.newOutputStream(toKernel);
        out.write("DKV1".getBytes(UTF_8));
        var preamble = new byte[4];
        new DataInputStream(in).readFully(preamble);
        assertThat(preamble).isEqualTo("DKV1".getBytes(UTF_8));
    }

    /** Reads all that comes, from now on. */
    void listen() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    var message = in.readNBytes((int) varint(in));
                    var body = fields(message).getFirst();
                    var one = new Heard(body.number, body.bytes);
                    switch (one.kind) {
                        // Ping: answered with a Pong of the same id.
                        case 26 -> say(27, number(1, one.number(1)));
                        case REQUEST, RESPONSE, CANCEL, NOTICE -> heard.add(one);
                        default -> events.add(one);
                    }
                }
            } catch (IOException | RuntimeException e) {
                // The kernel has ended the device.
            }
        });
    }

    /** Says Hello, Ready and Activated; answers Activate. */
    Heard greet(byte[]... ports) throws IOException, InterruptedException {
        var hello = join(number(1, 1), number(2, 1), text(3, "raw"));
        for (var port : ports) {
            hello = join(hello, bytes(4, port));
        }
        say(2, hello);
        say(4, new byte[0]);
        listen();
        while (true) {
            var next = events.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            if (Objects.requireNonNull(next).kind == 5) {
                say(6, new byte[0]);
                return next;
            }
        }
    }

    void say(int kind, byte[]... fields) throws IOException {
        var envelope = bytes(kind, join(fields));
        write(join(varint(envelope.length), envelope));
    }

    void call(long id, String device, String service, String method, byte[] payload, long deadlineMs)
            throws IOException {
        say(REQUEST, number(1, id), text(2, service), text(3, method), bytes(4, payload), number(5, deadlineMs),
                text(6, device));
    }

    synchronized void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** The next that is not of streams. */
    Heard next() throws InterruptedException {
        var next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return Objects.requireNonNull(next);
    }

    /** The next that is not of streams, if it comes soon. */
    Optional<Heard> poll(long millis) throws InterruptedException {
        return Optional.ofNullable(heard.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** The next response; it must be of this call, and answers its status. */
    int status(long id) throws InterruptedException {
        var next = next();
        assertThat(next.kind).isEqualTo(RESPONSE);
        assertThat(next.number(1)).isEqualTo(id);
        return (int) next.number(2);
    }

    int waiting() {
        return heard.size();
    }

    static byte[] number(int field, long value) {
        return value == 0 ? new byte[0] : join(varint((long) field << 3), varint(value));
    }

    static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(UTF_8));
    }

    static byte[] bytes(int field, byte[] value) {
        return join(varint((long) field << 3 | 2), varint(value.length), value);
    }

    static byte[] varint(long value) {
        var out = new ByteArrayOutputStream();
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }

    private static long varint(InputStream in) throws IOException {
        long value = 0;
        int shift = 0;
        int b;
        do {
            b = in.read();
            if (b < 0) {
                throw new IOException("the end");
            }
            value |= (b & 0x7fL) << shift;
            shift += 7;
        } while ((b & 0x80) != 0);
        return value;
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static List<Field> fields(byte[] message) {
        var fields = new ArrayList<Field>();
        var in = new java.io.ByteArrayInputStream(message);
        try {
            while (in.available() > 0) {
                long tag = varint(in);
                int number = (int) (tag >>> 3);
                switch ((int) (tag & 7)) {
                    case 0 -> fields.add(new Field(number, varint(in), new byte[0]));
                    case 1 -> fields.add(new Field(number, 0, in.readNBytes(8)));
                    case 2 -> fields.add(new Field(number, 0, in.readNBytes((int) varint(in))));
                    default -> fields.add(new Field(number, 0, in.readNBytes(4)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return fields;
    }

    @Override
    public void close() throws IOException {
        out.close();
        in.close();
    }
}
