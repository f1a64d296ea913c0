// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import static dkvm.sdk.internal.FakeKernel.input;
import static dkvm.sdk.internal.FakeKernel.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dkvm.sdk.call.Status;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in Python does all that the protocol asks of a device, also what no desk of the examples asks. */
class PythonSinkTest {
    @TempDir
    Path folder;

    private Process process;
    private FakeKernel kernel;

    @BeforeEach
    void start() throws IOException {
        var builder = new ProcessBuilder("python3", Path.of("..", "examples", "python-sink.py").toString());
        builder.environment().put("DKVM_PROTOCOL", "1-1");
        builder.environment().put("DKVM_DEVICE_TYPE", "process");
        builder.environment().put("DKVM_CONFIG", "{\"file\":\"" + folder.resolve("keys.txt") + "\"}");
        builder.redirectError(folder.resolve("log").toFile());
        try {
            process = builder.start();
        } catch (IOException e) {
            assumeTrue("true".equals(System.getenv("CI")), "there is no python3: " + e.getMessage());
            throw e;
        }
        kernel = new FakeKernel(process.getOutputStream(), process.getInputStream());
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void stops() throws Exception {
        kernel.stop();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("log"))).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void answersACallWithUnimplemented() throws Exception {
        kernel.greet();
        kernel.say(Envelope.newBuilder().setRequest(
                Request.newBuilder().setId(300).setService("device").setMethod("describe")).build());
        var response = kernel.next(BodyCase.RESPONSE).message().getResponse();
        assertThat(response.getId()).isEqualTo(300);
        assertThat(Status.of(response.getStatus())).isEqualTo(Status.UNIMPLEMENTED);
        assertThat(response.getMessage()).contains("device.describe");
        stops();
    }

    @Test
    void takesAKeyWhoseUsageIsZero() throws Exception {
        kernel.activate(input(1, "keys", "a.keys", 1));
        kernel.say(key(1, 1, new KeyEvent(0, true)));
        assertThat(kernel.nextCredit().getSeq()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("keys.txt"))).containsExactly("0x00000000 down");
        stops();
    }

    @Test
    void ignoresWhatANewerKernelSays() throws Exception {
        kernel.greet();
        var noMessage = Field.newBuilder().addVarint(7).build();
        var garbage = Field.newBuilder().addLengthDelimited(ByteString.copyFrom(new byte[]{0x0f, (byte) 0xff})).build();
        for (var field : new Field[]{noMessage, garbage}) {
            kernel.say(Envelope.newBuilder().setUnknownFields(
                    UnknownFieldSet.newBuilder().addField(99, field).build()).build());
        }
        kernel.ping();
        stops();
    }
}
