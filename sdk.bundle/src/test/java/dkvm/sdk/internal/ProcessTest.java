// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static dkvm.sdk.internal.FakeKernel.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Response;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device as a process of its own. */
class ProcessTest {
    private static final long PLENTY = 1L << 40;

    @Test
    void saysWhatItIsWhenStartedByHand() {
        try (var device = new ChildDevice(false, "sleep")) {
            assertThat(device.status()).isEqualTo(64);
            assertThat(device.log()).contains("test is a device program of dKVMs").contains("dkvm run");
            device.kernel.next(BodyCase.BODY_NOT_SET);
        }
    }

    @Test
    void logsWhatIsPrintedInsteadOfBreakingTheWire() {
        try (var device = new ChildDevice(true, "print")) {
            device.kernel.activate(output(1, "keys", 1, PLENTY, PLENTY));
            device.kernel.next(BodyCase.EVENT);
            device.kernel.next(BodyCase.EVENT);
            device.kernel.next(BodyCase.END_OF_STREAM);
            device.kernel.next(BodyCase.BODY_NOT_SET);
            assertThat(device.status()).isZero();
            assertThat(device.log()).contains("<6>hello ä\n", "straight to stderr\n", "<6>no line end\n");
        }
    }

    @Test
    void drawsInMemoryBeyondItsHeapAndLeavesTheFileToTheKernel(@TempDir Path folder) throws Exception {
        var size = FrameFormat.xr24(1920, 1080);
        try (var device = new ChildDevice(true, "video")) {
            var pool = draws(device, size, folder);
            for (int seq = 1; seq <= 3; seq++) {
                var event = device.kernel.next(BodyCase.EVENT).message().getEvent();
                assertThat(event.getSeq()).isEqualTo(seq);
                assertThat(pool.slot(event.getBuffers(0).getSlot()).get(ValueLayout.JAVA_BYTE, size.bytes() - 1))
                        .isEqualTo((byte) seq);
            }
            device.kernel.close();
            assertThat(device.status()).isZero();
            assertThat(pool.path).as("the kernel lives, and others may read it").exists();
            assertThat(device.log()).doesNotContain("<3>").doesNotContain("<4>");
        }
    }

    @Test
    void removesTheFileOfAKernelThatIsGone(@TempDir Path folder) throws Exception {
        try (var device = new ChildDevice(ChildDevice.BY_A_SHELL, true, "video")) {
            var pool = draws(device, FrameFormat.xr24(1920, 1080), folder);
            device.process.destroyForcibly();
            assertThat(device.status()).isEqualTo(128 + 9);
            assertThat(device.log()).as("read to the end of the device").doesNotContain("<3>").doesNotContain("<4>");
            assertThat(pool.path).doesNotExist();
        }
    }

    /** Gives a device that draws the memory it asks for. */
    private static PlayedPool draws(ChildDevice device, FrameFormat size, Path folder) throws Exception {
        device.kernel.activate(output(1, "video", 1, PLENTY, PLENTY));
        var request = device.kernel.next(BodyCase.REQUEST).message().getRequest();
        var pool = new PlayedPool(folder, 1, size.bytes(), 6);
        device.kernel.say(pool.toWrite("video"), Envelope.newBuilder()
                .setResponse(Response.newBuilder().setId(request.getId())).build());
        assertThat(device.kernel.next(BodyCase.POOL_MAPPED).message().getPoolMapped().getError()).isEmpty();
        device.kernel.say(pool.grant(0, 1, 2));
        return pool;
    }

    @Test
    void ignoresTheSignalsOfATerminal() {
        try (var device = new ChildDevice(true, "sleep")) {
            device.kernel.activate(output(1, "keys", 1, PLENTY, PLENTY));
            device.signal("INT");
            device.signal("HUP");
            device.signal("TERM");
            device.signal("TERM");
            assertThat(device.runsFor(Duration.ofSeconds(4))).isTrue();
            assertThat(device.status()).isEqualTo(143);
        }
    }

    @Test
    void endsOrderlyAfterSigtermWhenStdinEnds() {
        try (var device = new ChildDevice(true, "sleep")) {
            device.kernel.activate(output(1, "keys", 1, PLENTY, PLENTY));
            device.signal("TERM");
            assertEndsWithinASecond(device, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "spin"})
    void endsWithinASecondOfTheEndOfStdin(String how) {
        try (var device = new ChildDevice(true, how)) {
            device.kernel.activate(output(1, "keys", 1, PLENTY, PLENTY));
            assertEndsWithinASecond(device, how.equals("spin") ? 1 : 0);
        }
    }

    private static void assertEndsWithinASecond(ChildDevice device, int status) {
        long begin = System.nanoTime();
        device.kernel.close();
        assertThat(device.status()).isEqualTo(status);
        assertThat(System.nanoTime() - begin).isLessThan(1_000_000_000);
    }

    @Test
    void failsWhenAThreadOfTheAuthorsFails() {
        try (var device = new ChildDevice(true, "fail")) {
            device.kernel.greet();
            device.kernel.say(FakeKernel.activation(output(1, "keys", 1, PLENTY, PLENTY)));
            assertThat(device.status()).isEqualTo(1);
            assertThat(device.log()).startsWith("<3>thread worker of the device failed\n")
                    .contains("  java.lang.IllegalStateException: odd\n");
        }
    }

    @Test
    void stopsWhenTold() {
        try (var device = new ChildDevice(true, "sink")) {
            device.kernel.activate(input(1, "keys", "a.keys", 1));
            device.kernel.say(key(1, 1, new KeyEvent(4, true)));
            device.kernel.next(BodyCase.CREDIT);
            device.kernel.stop();
            assertThat(device.status()).isZero();
            assertThat(device.log()).isEmpty();
        }
    }

    @Test
    void sendsAndTakesManyEventsQuickly() {
        int n = 200_000;
        try (var device = new ChildDevice(true, "count", Integer.toString(n))) {
            device.kernel.activate(output(1, "keys", 1, PLENTY, PLENTY));
            long begin = System.nanoTime();
            for (int i = 1; i <= n; i++) {
                if (device.kernel.next().message().getEvent().getSeq() != i) {
                    fail("not event " + i);
                }
            }
            report("source", device, n, begin);
        }
        try (var device = new ChildDevice(true, "sink")) {
            device.kernel.activate(input(1, "keys", "a.keys", 1));
            long begin = System.nanoTime();
            long sent = 0;
            long taken = 0;
            var batch = new Envelope[200];
            for (int i = 1; i <= n; i += batch.length) {
                for (int k = 0; k < batch.length; k++) {
                    batch[k] = key(1, i + k, 1, new KeyEvent(4, (k & 1) == 0));
                }
                while (sent - taken > 16 * 1024) {
                    taken = device.kernel.next(BodyCase.CREDIT).message().getCredit().getBytes();
                }
                sent += device.kernel.say(batch);
            }
            while (taken < sent) {
                taken = device.kernel.next(BodyCase.CREDIT).message().getCredit().getBytes();
            }
            report("sink", device, n, begin);
        }
    }

    private static void report(String what, ChildDevice device, int events, long begin) {
        long wall = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        var cpu = device.process.info().totalCpuDuration().orElse(Duration.ZERO);
        System.err
                .println(what + ": " + events + " events in " + wall + " ms; its CPU with start-up " + cpu.toMillis());
    }
}
