// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Hello;
import dkvm.sdk.wire.v1.Pong;
import dkvm.sdk.wire.v1.Ready;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayedKernelTest {
    private static final Envelope HELLO = Envelope.newBuilder().setHello(Hello.getDefaultInstance()).build();
    private static final Envelope READY = Envelope.newBuilder().setReady(Ready.getDefaultInstance()).build();
    private static final Envelope OTHER = Envelope.newBuilder().setPong(Pong.getDefaultInstance()).build();

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void itWelcomesTheDeviceAndStopsItOnceItIsReady() throws Exception {
        PlayedKernel.converse(device(HELLO, OTHER, READY, OTHER), said);

        var in = new ByteArrayInputStream(said.toByteArray());
        assertThat(in.readNBytes(Wire.preamble().length)).isEqualTo(Wire.preamble());
        var heard = new ArrayList<BodyCase>();
        while (in.available() > 0) {
            heard.add(Envelope.parseDelimitedFrom(in).getBodyCase());
        }
        assertThat(heard).isEqualTo(List.of(BodyCase.WELCOME, BodyCase.STOP));
    }

    @Test
    void aDeviceThatEndsEarlyIsNoExample() {
        assertThatThrownBy(() -> PlayedKernel.converse(device(HELLO), said)).isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("READY");
        assertThatThrownBy(() -> PlayedKernel.converse(device(), said)).hasMessageContaining("HELLO");
    }

    @Test
    void norIsOneThatSpeaksAnotherLanguage() {
        var text = new ByteArrayInputStream("DKV1\u0003abcdefgh".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> PlayedKernel.converse(text, said)).isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("protocol");
        assertThatThrownBy(() -> PlayedKernel.converse(new ByteArrayInputStream(new byte[2]), said))
                .isInstanceOf(TrainingFailedException.class);
    }

    @Test
    void aMessageThatIsTooLongIsNotRead() throws Exception {
        var out = new ByteArrayOutputStream();
        out.write(Wire.preamble());
        var length = CodedOutputStream.newInstance(out);
        length.writeUInt32NoTag(Wire.MAX_MESSAGE + 1);
        length.flush();
        out.write(new byte[3]);
        var device = new ByteArrayInputStream(out.toByteArray());

        assertThatThrownBy(() -> PlayedKernel.converse(device, said)).isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("protocol");
        assertThat(device.available()).isEqualTo(3);
    }

    private static ByteArrayInputStream device(Envelope... messages) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(Wire.preamble());
        for (var message : messages) {
            message.writeDelimitedTo(out);
        }
        return new ByteArrayInputStream(out.toByteArray());
    }
}
