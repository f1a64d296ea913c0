// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Calls;
import dkvm.sdk.call.DeviceInfo;
import dkvm.sdk.call.DeviceWatcher;
import dkvm.sdk.call.LinkInfo;
import dkvm.sdk.call.Status;
import dkvm.sdk.notice.Notice;
import dkvm.sdk.wire.TopicPrefix;
import dkvm.sdk.wire.v1.Configuration;
import dkvm.sdk.wire.v1.DeviceChange;
import dkvm.sdk.wire.v1.DeviceList;
import dkvm.sdk.wire.v1.LinkList;
import java.time.Duration;
import java.util.List;

/** The kernel's services, typed, over a {@link CallClient}. Any thread. */
final class KernelCalls implements Calls {
    private static final TopicPrefix STATES = new TopicPrefix("device/*/state");

    /** Reads an answer. */
    private interface Parser<T> {
        T parse(ByteString bytes) throws InvalidProtocolBufferException;
    }

    private final CallClient client;
    private final Subscriptions subscriptions;
    private final NoticeInbox notices;

    KernelCalls(CallClient client, Subscriptions subscriptions, NoticeInbox notices) {
        this.client = client;
        this.subscriptions = subscriptions;
        this.notices = notices;
    }

    @Override
    public List<DeviceInfo> devices() throws CallFailure, InterruptedException {
        return Reports.devices(kernel("devices", "list", DeviceList::parseFrom));
    }

    @Override
    public List<DeviceInfo> watchDevices(DeviceWatcher watcher) throws CallFailure, InterruptedException {
        // Listens first, so that nothing is missed.
        var local = notices.listen(STATES, notice -> tell(watcher, notice));
        boolean watched = false;
        try {
            var devices = Reports.devices(parsed(DeviceList::parseFrom,
                    subscriptions.enter(STATES, "devices", "watch", ByteString.EMPTY)));
            watched = true;
            return devices;
        } finally {
            if (!watched) {
                notices.forget(local);
            }
        }
    }

    private static void tell(DeviceWatcher watcher, Notice notice) {
        DeviceChange change;
        try {
            change = DeviceChange.parseFrom(notice.payload());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what the kernel says of a device cannot be read", e);
        }
        if (change.getRemoved()) {
            watcher.removed(change.getDevice().getId());
        } else {
            watcher.changed(Reports.device(change.getDevice()));
        }
    }

    @Override
    public List<LinkInfo> links() throws CallFailure, InterruptedException {
        return Reports.links(kernel("pipelines", "list", LinkList::parseFrom));
    }

    @Override
    public String configuration() throws CallFailure, InterruptedException {
        return kernel("config", "get", Configuration::parseFrom).getJson();
    }

    @Override
    public byte[] call(String device, String service, String method, byte[] payload, Duration deadline)
            throws CallFailure, InterruptedException {
        if (device.isEmpty()) {
            throw new CallFailure(Status.INVALID_ARGUMENT, "a device without an id");
        }
        return client.call(device, service, method, ByteString.copyFrom(payload), deadline).toByteArray();
    }

    private <T> T kernel(String service, String method, Parser<T> parser) throws CallFailure, InterruptedException {
        return parsed(parser, client.call("", service, method, ByteString.EMPTY, KERNEL_DEADLINE));
    }

    private static <T> T parsed(Parser<T> parser, ByteString answer) throws CallFailure {
        try {
            return parser.parse(answer);
        } catch (InvalidProtocolBufferException e) {
            throw new CallFailure(Status.INTERNAL, "the kernel's answer cannot be read: " + e.getMessage());
        }
    }
}
