// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import dkvm.kernel.wire.Mailer.Rank;
import dkvm.sdk.wire.FrameBuffer;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import dkvm.sdk.wire.v1.Notice;
import dkvm.sdk.wire.v1.Stop;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A device that does not read for a while gets a bounded number of notices, and every control message. */
@Timeout(30)
class DeviceWriterMailTest {
    private static final int NOTICES = 2000;

    @Test
    void aDeviceThatDoesNotReadHoldsUpNobodyAndLosesNoControlMessage() throws IOException {
        var pipe = Pipe.open();
        var writer = new DeviceWriter("test", Channels.newOutputStream(pipe.sink()));
        writer.start();
        int taken = 0;
        for (int i = 1; i <= NOTICES; i++) {
            taken += writer.offer(notice(), Rank.DEVICE_NOTICE) ? 1 : 0;
            writer.pump();
            writer.send(Envelope.newBuilder().setCredit(Credit.newBuilder().setSeq(i)).build());
        }
        assertThat(taken).isBetween(100, NOTICES / 2);

        var buffer = new FrameBuffer();
        var in = Channels.newInputStream(pipe.source());
        int notices = 0;
        long credits = 0;
        int fences = 0;
        while (notices < taken || credits < NOTICES) {
            if (!buffer.next()) {
                assertThat(buffer.fill(in)).isTrue();
                continue;
            }
            var message = Envelope.parser().parseFrom(buffer.array(), buffer.offset(), buffer.length());
            switch (message.getBodyCase()) {
                case NOTICE -> notices++;
                case CREDIT -> assertThat(message.getCredit().getSeq()).isEqualTo(++credits);
                default -> {
                    assertThat(message.getBodyCase()).isEqualTo(BodyCase.PING);
                    assertThat(Fence.isFence(message.getPing().getId())).isTrue();
                    fences++;
                    writer.proven(message.getPing().getId());
                }
            }
        }
        assertThat(fences).isPositive();
        writer.close();
    }

    @Test
    void aMessageThatCannotBeWrittenEndsTheDevicesInputInsteadOfLeavingItWithoutNews() throws IOException {
        var log = (Logger) LoggerFactory.getLogger(DeviceWriter.class);
        var records = new ListAppender<ILoggingEvent>();
        records.start();
        log.addAppender(records);
        try {
            var pipe = Pipe.open();
            var writer = new DeviceWriter("test", Channels.newOutputStream(pipe.sink()));
            writer.start();
            writer.send(Envelope.newBuilder().setStop(Stop.newBuilder().setReason("x".repeat(Wire.MAX_MESSAGE)))
                    .build());

            assertThat(Channels.newInputStream(pipe.source()).readAllBytes()).isEqualTo(Wire.preamble());
            assertThat(writer.offer(notice(), Rank.KERNEL_NOTICE)).as("vanishes, as with an end").isTrue();
            writer.close();
            assertThat(records.list).singleElement().satisfies(record -> assertThat(record.getLevel())
                    .isEqualTo(Level.ERROR));
        } finally {
            log.detachAppender(records);
        }
    }

    private static Envelope notice() {
        return Envelope.newBuilder().setNotice(Notice.newBuilder().setTopic("device/lamp/on")
                .setPayload(ByteString.copyFrom(new byte[400]))).build();
    }
}
