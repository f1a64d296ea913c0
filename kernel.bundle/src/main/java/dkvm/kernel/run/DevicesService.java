// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.call.Caller;
import dkvm.kernel.call.KernelService;
import dkvm.kernel.notice.DeviceNotices;
import dkvm.kernel.notice.Reports;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Status;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.Wire;
import dkvm.sdk.wire.v1.DeviceList;
import dkvm.sdk.wire.v1.DevicesQuery;
import java.util.List;

/** {@code devices.list} and {@code devices.watch}. */
final class DevicesService implements KernelService {
    private static final TopicPrefix STATES = new TopicPrefix("device/*/state");

    private final KernelView view;

    DevicesService(KernelView view) {
        this.view = view;
    }

    @Override
    public ByteString call(Caller caller, String method, ByteString payload)
            throws CallFailure, InvalidProtocolBufferException {
        return switch (method) {
            case "list" -> list(DevicesQuery.parseFrom(payload));
            case "watch" -> watch(caller.notices(), DevicesQuery.parseFrom(payload));
            default -> throw KernelService.unknownMethod(method);
        };
    }

    private ByteString watch(DeviceNotices notices, DevicesQuery query) throws CallFailure {
        boolean before = notices.subscribed(STATES);
        // Before the snapshot, so that nothing falls between.
        if (!notices.subscribe(List.of(STATES))) {
            throw new CallFailure(Status.RESOURCE_EXHAUSTED, "too many prefixes are subscribed to");
        }
        var list = list(query);
        if (list.size() > Wire.MAX_CALL_PAYLOAD && !before) {
            // The call will fail: then nothing is watched by it.
            notices.unsubscribe(List.of(STATES));
        }
        return list;
    }

    private ByteString list(DevicesQuery query) {
        var ids = query.getIdsList();
        return DeviceList.newBuilder().addAllDevices(view.devices().stream()
                .filter(device -> ids.isEmpty() || ids.contains(device.id())).map(Reports::device).toList()).build()
                .toByteString();
    }
}
