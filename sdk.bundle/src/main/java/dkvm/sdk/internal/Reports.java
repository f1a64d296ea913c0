// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.call.DeviceInfo;
import dkvm.sdk.call.LinkInfo;
import dkvm.sdk.wire.v1.DeviceList;
import dkvm.sdk.wire.v1.DeviceReport;
import dkvm.sdk.wire.v1.LinkList;
import dkvm.sdk.wire.v1.LinkReport;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** What the kernel reports, in the author's terms. */
final class Reports {
    private Reports() {}

    static List<DeviceInfo> devices(DeviceList list) {
        return list.getDevicesList().stream().map(Reports::device).toList();
    }

    static DeviceInfo device(DeviceReport d) {
        return new DeviceInfo(d.getId(), d.getType(), d.getState(), d.getDesiredUp(),
                d.getPid() == 0 ? OptionalLong.empty() : OptionalLong.of(d.getPid()), d.getGeneration(),
                d.getRestarts(), Duration.ofMillis(d.getUptimeMs()), d.getBundle(), d.getVersion(), d.getStatus());
    }

    static List<LinkInfo> links(LinkList list) {
        return list.getLinksList().stream().map(Reports::link).toList();
    }

    private static LinkInfo link(LinkReport l) {
        return new LinkInfo(l.getPipeline(), l.getFrom(), l.getTo(), l.getState(), l.getIn(), l.getOut(),
                l.getQueued(), l.getInFlight(), l.getDroppedMap(), l.getBytes());
    }
}
