// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Execution;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Activate;
import dkvm.sdk.wire.v1.Cause;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Drain;
import dkvm.sdk.wire.v1.EndOfStream;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Event;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.Kind;
import dkvm.sdk.wire.v1.PressState;
import dkvm.sdk.wire.v1.Stop;
import dkvm.sdk.wire.v1.StreamOpened;
import dkvm.sdk.wire.v1.StreamPosition;
import dkvm.sdk.wire.v1.Welcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices and kernels that are versions apart: served, or refused in words. */
@Timeout(150)
@Execution(ExecutionMode.CONCURRENT)
class ForeignVersionsIT {
    private static final int STREAM = 7;
    private static final List<Stroke> STROKES = List.of(new Stroke("KeyA", true), new Stroke("KeyA", false));

    @RegisterExtension
    final Lab lab = new Lab();

    /** The arguments of a device that is refused, and why. */
    private record Refused(String arguments, String reason) {}

    private static Map<String, Refused> refused() {
        var refused = new LinkedHashMap<String, Refused>();
        refused.put("ahead", new Refused("'2', '3'", "it speaks protocol versions 2 to 3, this kernel speaks 1"));
        refused.put("far-ahead", new Refused("'3', '3'", "it speaks protocol versions 3 to 3, this kernel speaks 1"));
        refused.put("behind", new Refused("'0', '0'", "it speaks protocol versions 0 to 0, this kernel speaks 1"));
        refused.put("needy",
                new Refused("'1', '3', telepathy", "it needs \"telepathy\", which this kernel does not have"));
        return refused;
    }

    @Test
    void aDeviceIsServedWhereItSpeaksTheKernelsVersionTooAndElseRefusedInWords() throws Exception {
        var desk = new StringBuilder("devices:\n").append(device("newer", "'1', '3'"));
        refused().forEach((id, device) -> desk.append(device(id, device.arguments())));
        desk.append("""
                  paper: {type: dummy-keyboard-sink, config: {file: out.jsonl}}
                pipelines:
                  typing: {from: newer.keys, to: paper}
                """);
        var kernel = lab.start(lab.desk(desk.toString()));

        kernel.awaitState("newer", "ENDED");
        for (var device : refused().entrySet()) {
            var id = device.getKey();
            var exit = kernel.awaitState(id, "FAILED").getAsJsonObject("last_exit");
            assertThat(exit.get("reason").getAsString()).as(id).isEqualTo(device.getValue().reason());
            kernel.awaitLog("ERROR kernel.device " + id + ": failed for good: " + device.getValue().reason()
                    + "; what it said last is in ");
        }

        // A sink of this version took the events with all that a newer version put into them.
        kernel.awaitRunning("paper");
        Await.until("both keys in the file",
                () -> Files.exists(lab.file("out.jsonl")) && Stroke.read(lab.file("out.jsonl")).size() == 2);
        assertThat(Stroke.read(lab.file("out.jsonl"))).isEqualTo(STROKES);
        kernel.links().complete(2);
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).isZero();
    }

    private static String device(String id, String arguments) {
        return "  %s: {type: process, restart: {policy: never}, config: {command: [%s, %s]}}\n".formatted(id,
                "\"%s\", -XX:TieredStopAtLevel=1, -XX:+UseSerialGC, -cp, \"%s\", %s".formatted(Lab.JAVA,
                        System.getProperty("java.class.path"), RawDevice.class.getName()),
                arguments);
    }

    @Test
    void aDeviceOfTheSdkRefusesAKernelThatDoesNotSpeakItsVersionInWords() throws Exception {
        lab.environment("DKVM_PROTOCOL", "3-4");

        var result = lab.program(null, sink());

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("<3>the kernel speaks versions 3-4 of the wire protocol, this device 1; "
                + "use a dKVMs and a device that fit\n");
    }

    @Test
    void aDeviceOfTheSdkServesAKernelThatSpeaksItsVersionTooWhateverElseItSays() throws Exception {
        lab.environment("DKVM_PROTOCOL", "1-3");
        lab.environment("DKVM_DEVICE_ID", "paper");
        lab.environment("DKVM_CONFIG_FILE", lab.file("out.jsonl"));
        Files.write(lab.file("kernel"), newerKernel());
        var command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" > said", "sh"));
        command.addAll(sink());

        var result = lab.program(lab.file("kernel"), command);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(Stroke.read(lab.file("out.jsonl"))).isEqualTo(STROKES);
        var said = said(lab.file("said"));
        assertThat(said).extracting(Envelope::getBodyCase).containsSubsequence(BodyCase.HELLO, BodyCase.READY,
                BodyCase.ACTIVATED, BodyCase.CREDIT, BodyCase.DRAINED);
        assertThat(said.getFirst().getHello()).returns(1, Hello::getMinVersion).returns(1, Hello::getMaxVersion);
        // What it could not know is taken, too.
        assertThat(said.getLast().getDrained().getPositionsList())
                .containsExactly(StreamPosition.newBuilder().setStream(STREAM).setSeq(3).build());
    }

    private static List<String> sink() {
        return List.of(Lab.JAVA.toString(), "-cp", Lab.DISTRIBUTION.resolve("bundles") + "/*",
                "dkvm.device.dummy.keyboard.KeyboardSinkMain");
    }

    /** All that a kernel says in a device's life, each message with, and behind one of, what version 1 does not know. */
    private static byte[] newerKernel() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(Wire.preamble());
        var newer = RawDevice.NEWER;
        var stream = StreamOpened.newBuilder().setStream(STREAM).setPort("keys").setDirection(Direction.IN)
                .setKind(Kind.KEYBOARD).setFrom("typist.keys").setNextSeq(1).setUnknownFields(newer);
        var event = Event.newBuilder().setStream(STREAM).setOrigin(System.nanoTime()).setUnknownFields(newer);
        var key = Key.newBuilder().setUsage(0x70004).setUnknownFields(newer);
        for (var message : List.of(
                Envelope.newBuilder().setWelcome(Welcome.newBuilder().setVersion(1).setUnknownFields(newer)),
                Envelope.newBuilder().setActivate(Activate.newBuilder().addStreams(stream).setCause(Cause.FIRST)
                        .setGeneration(1).setUnknownFields(newer)),
                Envelope.newBuilder().setEvent(event.setSeq(1).setKey(key.setState(PressState.DOWN))),
                Envelope.newBuilder().setEvent(event.setSeq(2).setKey(key.setState(PressState.UP))),
                // Neither a key nor anything else that is known.
                Envelope.newBuilder().setEvent(event.setSeq(3).clearPayload()),
                Envelope.newBuilder().setEndOfStream(EndOfStream.newBuilder().setStream(STREAM).setReasonValue(99)
                        .setUnknownFields(newer)),
                Envelope.newBuilder().setDrain(Drain.newBuilder().setUnknownFields(newer)),
                Envelope.newBuilder().setStop(Stop.newBuilder().setUnknownFields(newer)))) {
            Envelope.newBuilder().setUnknownFields(newer).build().writeDelimitedTo(bytes);
            message.setUnknownFields(newer).build().writeDelimitedTo(bytes);
        }
        return bytes.toByteArray();
    }

    private static List<Envelope> said(Path file) throws IOException {
        var messages = new ArrayList<Envelope>();
        try (var in = Files.newInputStream(file)) {
            var frames = new FrameBuffer();
            while (frames.fill(in)) {
                while (frames.next()) {
                    messages.add(Envelope.parser().parseFrom(frames.array(), frames.offset(), frames.length()));
                }
            }
        }
        return messages;
    }
}
