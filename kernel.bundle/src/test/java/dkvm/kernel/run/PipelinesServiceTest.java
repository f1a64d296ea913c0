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
import dkvm.sdk.wire.v1.LinkList;
import dkvm.sdk.wire.v1.PipelinesQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PipelinesServiceTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(-5);
    private final Caller caller = new Caller("lamp", new NoticeHub().connect("lamp", new RecordingMailer()),
            TestMemory.tenant("lamp"));
    private final PipelinesService service = new PipelinesService(new NoMemory() {
        @Override
        public List<DeviceStatus> devices() {
            return List.of();
        }

        @Override
        public List<LinkStatus> links() {
            looks.incrementAndGet();
            return List.of(link("typing"), link("pointing"));
        }
    }, now::get);

    private static LinkStatus link(String pipeline) {
        return new LinkStatus(pipeline, "a.x", "b.y", "UP", true, false, false, 9, 5, 2, 1, Map.of("lost", 1L), 200,
                Optional.empty());
    }

    private LinkList list(String... pipelines) throws Exception {
        return LinkList.parseFrom(service.call(caller, "list",
                PipelinesQuery.newBuilder().addAllPipelines(List.of(pipelines)).build().toByteString()));
    }

    @Test
    void tellsOfTheLinksThatAreAskedFor() throws Exception {
        assertThat(list().getLinksCount()).isEqualTo(2);
        assertThat(list("none").getLinksCount()).isZero();
        var link = list("typing").getLinks(0);
        assertThat(link.getFrom()).isEqualTo("a.x");
        assertThat(link.getInFlight()).isEqualTo(1);
        assertThat(link.getDroppedMap()).containsExactly(Map.entry("lost", 1L));
    }

    @Test
    void aFloodOfCallsSharesOneLook() throws Exception {
        for (int i = 0; i < 1000; i++) {
            service.call(caller, "list", ByteString.EMPTY);
        }
        assertThat(looks).hasValue(1);
        now.addAndGet(PipelinesService.FRESH_NANOS);
        list();
        assertThat(looks).hasValue(2);
    }
}
