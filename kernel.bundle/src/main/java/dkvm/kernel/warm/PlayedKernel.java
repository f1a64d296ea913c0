// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Stop;
import dkvm.sdk.wire.v1.Welcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The kernel's part in the shortest conversation: it hears the device say that it is ready, and stops it. The device
 * stays passive, so it touches neither hardware nor files that it would write.
 */
final class PlayedKernel {
    private PlayedKernel() {}

    /** To the end of the device's output. */
    static void converse(InputStream from, OutputStream to) throws IOException, TrainingFailedException {
        to.write(Wire.preamble());
        to.flush();
        if (!Arrays.equals(from.readNBytes(Wire.preamble().length), Wire.preamble())) {
            throw new TrainingFailedException("it does not speak the protocol");
        }
        await(from, BodyCase.HELLO);
        say(to, Envelope.newBuilder().setWelcome(
                Welcome.newBuilder().setVersion(Wire.VERSION).setKernel("training").setSoftware("dkvm")));
        await(from, BodyCase.READY);
        say(to, Envelope.newBuilder().setStop(Stop.newBuilder().setReason("the training is over")));
        to.close();
        from.transferTo(OutputStream.nullOutputStream());
    }

    private static void say(OutputStream to, Envelope.Builder message) throws IOException {
        message.build().writeDelimitedTo(to);
        to.flush();
    }

    private static void await(InputStream from, BodyCase message) throws IOException, TrainingFailedException {
        try {
            Envelope heard;
            do {
                int first = from.read();
                if (first < 0) {
                    throw new TrainingFailedException("it ended before it said " + message);
                }
                int size = CodedInputStream.readRawVarint32(first, from);
                if (size < 0 || size > Wire.MAX_MESSAGE) {
                    throw new TrainingFailedException("it does not speak the protocol");
                }
                heard = Envelope.parseFrom(from.readNBytes(size));
            } while (heard.getBodyCase() != message);
        } catch (InvalidProtocolBufferException e) {
            throw new TrainingFailedException("it does not speak the protocol");
        }
    }
}
