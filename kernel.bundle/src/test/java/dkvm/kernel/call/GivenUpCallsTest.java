// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.notice.NoticeHub;
import dkvm.kernel.wire.DeviceConnection;
import dkvm.kernel.wire.DeviceProtocol;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.v1.Cancel;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Request;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls to a device that has stopped reading, given up as soon as they are made. */
class GivenUpCallsTest {
    private static final int FLOOD = 3000;

    private final CallRouter router = new CallRouter(new NoticeHub());
    private final RecordingMailer toFlooder = new RecordingMailer();
    private final RecordingMailer toOther = new RecordingMailer();
    private final Peer flooder = router.connect("flooder", toFlooder, TestMemory.tenant("flooder"));
    private final Peer other = router.connect("other", toOther, TestMemory.tenant("other"));
    /** Never started: nothing ever leaves for it. */
    private final DeviceConnection stopped = new DeviceConnection("stopped", InputStream.nullInputStream(),
            OutputStream.nullOutputStream(), new DeviceProtocol() {
                @Override
                public void message(Envelope message) {}

                @Override
                public void fault(String reason, byte[] excerpt) {}

                @Override
                public void misunderstood(byte[] bytes, int length) {}

                @Override
                public void endOfOutput() {}
            });

    GivenUpCallsTest() {
        router.connect("stopped", stopped.mailer(), TestMemory.tenant("stopped")).activated();
    }

    @AfterEach
    void end() {
        router.deactivate();
    }

    private static void call(Peer from, long id, int deadlineMs) {
        from.message(Envelope.newBuilder().setRequest(Request.newBuilder().setId(id).setDevice("stopped")
                .setService("light").setMethod("on").setDeadlineMs(deadlineMs)
                .setPayload(ByteString.copyFrom(new byte[2000]))).build());
    }

    private static Status status(RecordingMailer device) throws InterruptedException {
        return Status.of(device.next().getResponse().getStatus());
    }

    @Test
    void takeNobodysRoom() throws Exception {
        for (int id = 1; id <= FLOOD; id++) {
            call(flooder, id, 60_000);
            flooder.message(Envelope.newBuilder().setCancel(Cancel.newBuilder().setId(id)).build());
            assertThat(status(toFlooder)).as("call " + id).isEqualTo(Status.CANCELLED);
        }
        call(other, 1, 60_000);
        assertThat(toOther.sent).as("it waits for its answer").isEmpty();
    }

    @Test
    void takeNobodysRoomWhenTheirTimeIsUp() throws Exception {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < CallTable.MAX_CALLING; i++) {
                call(flooder, i, 1);
            }
            for (int i = 0; i < CallTable.MAX_CALLING; i++) {
                assertThat(status(toFlooder)).isEqualTo(Status.DEADLINE_EXCEEDED);
            }
        }
        call(other, 1, 60_000);
        assertThat(toOther.sent).as("it waits for its answer").isEmpty();
    }

    @Test
    void takeNobodysRoomWhenTheirCallerIsGone() throws Exception {
        for (int round = 0; round < 40; round++) {
            var mortal = router.connect("mortal", new RecordingMailer(), TestMemory.tenant("mortal"));
            for (int i = 0; i < CallTable.MAX_CALLING; i++) {
                call(mortal, i, 60_000);
            }
            mortal.gone();
        }
        call(other, 1, 60_000);
        assertThat(toOther.sent).as("it waits for its answer").isEmpty();
    }
}
