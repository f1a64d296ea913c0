// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.NoMemory;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.device.TestKernel;
import dkvm.sdk.call.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two devices, one written with the SDK and one that puts every byte together by hand, and a kernel between them. */
@Timeout(120)
class RpcTest {
    private static final byte[] NOTHING = new byte[0];
    /** Text, and how long to wait: longer than any test. */
    private static final long LONG = 60_000;

    @TempDir
    Path home;

    private TestKernel kernel;
    private RawDevice raw;

    @BeforeEach
    void start() throws Exception {
        kernel = new TestKernel(home);
        new KernelServices(kernel.calls, new NoMemory() {
            @Override
            public List<DeviceStatus> devices() {
                return kernel.devices.status();
            }

            @Override
            public List<LinkStatus> links() {
                return kernel.graph.status();
            }
        }, kernel.devices);
        kernel.start("echo",
                Map.of("command",
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:disable",
                                "-Xlog:all=warning:stderr", "-cp", System.getProperty("java.class.path"),
                                EchoDevice.class.getName()),
                        "options.colour", "red"));
        raw = new RawDevice(home, "raw");
        kernel.start("raw", raw.options());
        raw.connect();
    }

    @AfterEach
    void end() throws IOException {
        kernel.close();
        raw.close();
    }

    private void bothRun() throws Exception {
        raw.greet();
        kernel.awaitRunning("raw");
        kernel.awaitRunning("echo");
    }

    private void echo(long id, String method, String payload, long deadlineMs) throws IOException {
        raw.call(id, "echo", "echo", method, payload.getBytes(UTF_8), deadlineMs);
    }

    private String answer(long id) throws InterruptedException {
        var response = raw.next();
        assertThat(response.kind()).isEqualTo(RawDevice.RESPONSE);
        assertThat(response.number(1)).isEqualTo(id);
        assertThat(response.number(2)).as(response.text(3)).isZero();
        return response.text(4);
    }

    private void awaitNotice(String topic) {
        TestKernel.await("notice " + topic,
                () -> kernel.notices.recent(1000).stream().anyMatch(notice -> notice.topic().equals(topic)));
    }

    /** Device ids and states of a DeviceList. */
    private static List<String> states(byte[] list) {
        return RawDevice.fields(list).stream().map(report -> new RawDevice.Heard(0, report.bytes()))
                .map(report -> report.text(1) + " " + report.text(3)).toList();
    }

    @Test
    void theyListDevicesWatchARestartAndCallEachOther() throws Exception {
        bothRun();
        raw.call(1, "", "devices", "list", NOTHING, 0);
        assertThat(states(answerBytes(1))).containsExactly("echo RUNNING", "raw RUNNING");
        raw.call(2, "", "devices", "list", RawDevice.text(1, "raw"), 0);
        assertThat(states(answerBytes(2))).containsExactly("raw RUNNING");
        raw.call(3, "", "devices", "watch", NOTHING, 0);
        assertThat(states(answerBytes(3))).hasSize(2);

        kernel.kill("echo");
        var seen = new ArrayList<String>();
        while (!seen.contains("RUNNING")) {
            var notice = raw.next();
            assertThat(notice.text(1)).isEqualTo("device/echo/state");
            seen.add(states(notice.bytes(2)).getFirst().replace("echo ", ""));
        }
        assertThat(seen).containsExactly("BACKOFF", "STARTING", "RUNNING");

        echo(4, "say", "hi", 0);
        assertThat(answer(4)).isEqualTo("raw: hi");
        echo(5, "devices", "", 0);
        assertThat(answer(5)).isEqualTo("echo raw");
        echo(6, "configuration", "", 0);
        assertThat(answer(6)).isEqualTo("{\"colour\":\"red\"}");

        echo(7, "relay", "raw", 0);
        var request = raw.next();
        assertThat(request.kind()).isEqualTo(RawDevice.REQUEST);
        assertThat(request.text(2) + "." + request.text(3) + " from " + request.text(6))
                .isEqualTo("raw.ping from echo");
        raw.say(RawDevice.RESPONSE, RawDevice.number(1, request.number(1)), RawDevice.text(4, "pong"));
        assertThat(answer(7)).isEqualTo("pong");
    }

    private byte[] answerBytes(long id) throws InterruptedException {
        var response = raw.next();
        assertThat(response.number(1)).isEqualTo(id);
        assertThat(response.number(2)).as(response.text(3)).isZero();
        return response.bytes(4);
    }

    @Test
    void everyWayACallCanFailHasItsStatus() throws Exception {
        kernel.start("absent", Map.of("command", List.of("sleep", "60")));
        bothRun();
        echo(1, "fly", "", 0);
        assertThat(raw.status(1)).isEqualTo(Status.UNIMPLEMENTED.code());
        raw.call(2, "", "weather", "today", NOTHING, 0);
        assertThat(raw.status(2)).isEqualTo(Status.UNIMPLEMENTED.code());
        raw.call(3, "nobody", "echo", "say", NOTHING, 0);
        assertThat(raw.status(3)).isEqualTo(Status.NOT_FOUND.code());
        raw.call(4, "absent", "echo", "say", NOTHING, 0);
        assertThat(raw.status(4)).isEqualTo(Status.UNAVAILABLE.code());
        raw.call(5, "", "devices", "list", new byte[]{0x0a, 0x7f}, 0);
        assertThat(raw.status(5)).isEqualTo(Status.INVALID_ARGUMENT.code());
        raw.call(6, "", "notices", "subscribe", RawDevice.text(1, "no prefix"), 0);
        assertThat(raw.status(6)).isEqualTo(Status.INVALID_ARGUMENT.code());
        echo(7, "status", "nobody", 0);
        assertThat(answer(7)).isEqualTo("NOT_FOUND");

        echo(8, "sleep", "", 200);
        assertThat(raw.status(8)).isEqualTo(Status.DEADLINE_EXCEEDED.code());
        awaitNotice("device/echo/woken");
        assertThat(kernel.notices.recent(1).getFirst().payload().toStringUtf8()).isEqualTo("raw true");

        echo(9, "sleep", "", LONG);
        raw.say(RawDevice.CANCEL, RawDevice.number(1, 9));
        assertThat(raw.status(9)).isEqualTo(Status.CANCELLED.code());

        for (int id = 20; id < 36; id++) {
            echo(id, "sleep", "", LONG);
        }
        echo(36, "say", "one too many", 0);
        assertThat(raw.status(36)).isEqualTo(Status.RESOURCE_EXHAUSTED.code());
        kernel.kill("echo");
        for (int i = 0; i < 16; i++) {
            assertThat(raw.next().number(2)).isEqualTo(Status.UNAVAILABLE.code());
        }
    }

    @Test
    void noticesGoToThoseThatSubscribedAndOnlyUnderOnesOwnName() throws Exception {
        bothRun();
        raw.call(1, "", "notices", "subscribe", RawDevice.text(1, "device/raw"), 0);
        assertThat(raw.status(1)).isZero();
        for (var topic : List.of("device/echo/on", "device/raw/state", "pipeline/typing/state", "device/raw/on")) {
            raw.say(RawDevice.NOTICE, RawDevice.text(1, topic), RawDevice.text(2, "mine"));
        }
        var notice = raw.next();
        assertThat(notice.text(1)).isEqualTo("device/raw/on");
        assertThat(notice.text(2)).isEqualTo("mine");
        assertThat(kernel.notices.recent(1000)).filteredOn(n -> n.payload().toStringUtf8().equals("mine")).hasSize(1);
        raw.call(2, "", "notices", "unsubscribe", RawDevice.text(1, "device/raw"), 0);
        assertThat(raw.status(2)).isZero();
        raw.say(RawDevice.NOTICE, RawDevice.text(1, "device/raw/off"));
        awaitNotice("device/raw/off");
        assertThat(raw.waiting()).isZero();
    }

    @Test
    void aCallBeforeHelloIsABreachOfTheProtocol() throws Exception {
        raw.call(1, "", "devices", "list", NOTHING, 0);
        TestKernel.await("refusal", () -> kernel.device("raw").lastExit()
                .filter(exit -> exit.reason().contains("before Hello")).isPresent());
    }

    @Test
    void aFloodIsBoundedAndKeysFlowMeanwhile() throws Exception {
        try (var keys = new RawDevice(home, "keys")) {
            kernel.start("keys", keys.options());
            kernel.link("typing", "keys.keys", "echo.keys");
            keys.connect();
            // A port of its own: keys, out, keyboard.
            var activate = keys.greet(RawDevice.join(RawDevice.text(1, "keys"), RawDevice.number(2, 1),
                    RawDevice.number(3, 1)));
            long stream = new RawDevice.Heard(0, activate.bytes(1)).number(1);
            // Greeted by hand: it does not read yet what it is answered.
            raw.say(2, RawDevice.number(1, 1), RawDevice.number(2, 1), RawDevice.text(3, "raw"));
            raw.say(4);
            raw.say(6);
            kernel.awaitRunning("raw");
            kernel.awaitRunning("keys");
            kernel.awaitRunning("echo");

            int calls = 60_000;
            var flood = Thread.ofPlatform().start(() -> flood(calls));
            int events = 0;
            while (flood.isAlive() || events < 300) {
                keys.write(key((int) stream, ++events));
                Thread.sleep(2);
            }
            int sent = events;
            TestKernel.await("all keys", () -> kernel.graph.status().getFirst().out() == sent);
            var link = kernel.graph.status().getFirst();
            assertThat(link.state()).isEqualTo("UP");
            assertThat(link.dropped().values()).containsOnly(0L);
            TestKernel.await("measurements", () -> kernel.graph.status().getFirst().latency().isPresent());
            assertThat(kernel.graph.status().getFirst().latency().orElseThrow().p50()).as("the median, µs")
                    .isLessThan(100_000);

            raw.listen();
            long answered = 0;
            long exhausted = 0;
            for (var response = nextOrCall(calls + 1); response.number(1) <= calls; response = nextOrCall(calls + 1)) {
                answered++;
                exhausted += response.number(2) == Status.RESOURCE_EXHAUSTED.code() ? 1 : 0;
            }
            assertThat(answered).isBetween(16L, calls / 2L);
            assertThat(exhausted).isPositive();
        }
    }

    /** What comes next; when nothing comes, everything that was kept for the device was read: it calls once more. */
    private RawDevice.Heard nextOrCall(long id) throws Exception {
        var next = raw.poll(500);
        for (long more = id; next.isEmpty(); more++) {
            raw.call(more, "", "devices", "list", NOTHING, 0);
            next = raw.poll(500);
        }
        return next.get();
    }

    private void flood(int calls) {
        try {
            for (int id = 1; id <= calls; id++) {
                if (id % 2 == 0) {
                    echo(id, "say", "flood", 0);
                } else {
                    raw.call(id, "", "pipelines", "list", NOTHING, 0);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An event: stream, seq and origin as fixed numbers, a key that goes down and up by turns. */
    private static byte[] key(int stream, int seq) {
        var little = java.nio.ByteBuffer.allocate(25).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        little.put((byte) 0x0d).putInt(stream).put((byte) 0x11).putLong(seq).put((byte) 0x19)
                .putLong(System.nanoTime());
        var usage = java.nio.ByteBuffer.allocate(5).order(java.nio.ByteOrder.LITTLE_ENDIAN).put((byte) 0x0d)
                .putInt(0x70004);
        var key = RawDevice.join(usage.array(), RawDevice.number(2, seq % 2));
        var event = RawDevice.bytes(RawDevice.EVENT,
                RawDevice.join(java.util.Arrays.copyOf(little.array(), little.position()), RawDevice.bytes(4, key)));
        return RawDevice.join(RawDevice.varint(event.length), event);
    }
}
