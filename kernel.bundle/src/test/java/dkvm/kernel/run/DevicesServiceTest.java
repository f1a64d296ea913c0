// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.memory.TestMemory;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.NoMemory;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.call.Caller;
import dkvm.kernel.call.RecordingMailer;
import dkvm.kernel.notice.NoticeHub;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.DevicesQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DevicesServiceTest {
    private static final TopicPrefix STATES = new TopicPrefix("device/*/state");

    private final List<DeviceStatus> devices = new ArrayList<>();
    private final NoticeHub hub = new NoticeHub();
    private final RecordingMailer mailer = new RecordingMailer();
    private final Caller caller = new Caller("lamp", hub.connect("lamp", mailer), TestMemory.tenant("lamp"));
    private final DevicesService service = new DevicesService(new NoMemory() {
        @Override
        public List<DeviceStatus> devices() {
            return devices;
        }

        @Override
        public List<LinkStatus> links() {
            return List.of();
        }
    });

    private static DeviceStatus device(String id) {
        return new DeviceStatus(id, "lamp", "RUNNING", true, OptionalLong.empty(), 1, 0, 0, "", "", "",
                Optional.empty(), 0);
    }

    private void watch(ByteString query) throws Exception {
        int bytes = service.call(caller, "watch", query).size();
        assertThat(bytes > Wire.MAX_CALL_PAYLOAD).isEqualTo(devices.size() > 1 && query.isEmpty());
    }

    private boolean hearsOfStates() {
        mailer.sent.clear();
        hub.deviceChanged(device("one"), "STARTING", false);
        return !mailer.sent.isEmpty();
    }

    @Test
    void watchesWithTheList() throws Exception {
        devices.add(device("one"));
        watch(ByteString.EMPTY);
        assertThat(hearsOfStates()).isTrue();
    }

    @Test
    void whoGetsNoListIsNotSubscribed() throws Exception {
        for (int i = 0; i < 3000; i++) {
            devices.add(device("device-with-a-long-name-" + i));
        }
        watch(ByteString.EMPTY);
        assertThat(hearsOfStates()).isFalse();
        watch(DevicesQuery.newBuilder().addIds("device-with-a-long-name-7").build().toByteString());
        assertThat(hearsOfStates()).isTrue();
        watch(ByteString.EMPTY);
        assertThat(hearsOfStates()).as("it was before").isTrue();
        assertThat(caller.notices().subscribed(STATES)).isTrue();
    }
}
