// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.pipeline.LinkChange;
import dkvm.sdk.wire.v1.DeviceChange;
import dkvm.sdk.wire.v1.DeviceReport;
import dkvm.sdk.wire.v1.LinkReport;

/** Devices and links as the wire has them, in notices and in answers. */
public final class Reports {
    private static final int MAX_STATUS = 200;
    private static final int MILLIS_PER_SECOND = 1000;

    private Reports() {}

    /**
     * A device.
     *
     * @param device as the kernel sees it
     * @return for the wire
     */
    public static DeviceReport device(DeviceStatus device) {
        return DeviceReport.newBuilder().setId(device.id()).setType(device.type()).setState(device.state())
                .setDesiredUp(device.wantedUp()).setPid(device.pid().orElse(0)).setGeneration(device.generation())
                .setRestarts(device.restarts()).setUptimeMs((long) (device.uptimeSeconds() * MILLIS_PER_SECOND))
                .setBundle(device.bundle()).setVersion(device.version())
                .setStatus(beginning(device.status())).build();
    }

    /** No character is cut in half. */
    private static String beginning(String status) {
        if (status.length() <= MAX_STATUS) {
            return status;
        }
        return status.substring(0, MAX_STATUS - (Character.isHighSurrogate(status.charAt(MAX_STATUS - 1)) ? 1 : 0));
    }

    /**
     * A link.
     *
     * @param link as the kernel sees it
     * @return for the wire
     */
    public static LinkReport link(LinkStatus link) {
        return LinkReport.newBuilder().setPipeline(link.pipeline()).setFrom(link.from()).setTo(link.to())
                .setState(link.state()).setIn(link.in()).setOut(link.out()).setQueued(link.queued())
                .setInFlight(link.inFlight()).putAllDropped(link.dropped()).setBytes(link.bytes()).build();
    }

    static DeviceChange change(DeviceStatus now, String before, boolean removed) {
        return DeviceChange.newBuilder().setDevice(device(now)).setBefore(before).setRemoved(removed).build();
    }

    static dkvm.sdk.wire.v1.LinkChange change(LinkChange change) {
        return dkvm.sdk.wire.v1.LinkChange.newBuilder().setPipeline(change.pipeline()).setFrom(change.from())
                .setTo(change.to()).setState(change.state()).setBefore(change.before()).setRemoved(change.removed())
                .build();
    }
}
