// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.Calls;
import dkvm.sdk.call.DeviceInfo;
import dkvm.sdk.call.DeviceWatcher;
import dkvm.sdk.call.LinkInfo;
import dkvm.sdk.call.Status;
import dkvm.sdk.notice.NoticeListener;
import dkvm.sdk.notice.Notices;
import java.time.Duration;
import java.util.List;

/** Calls and notices where there is no kernel. */
public final class Unconnected implements Calls, Notices {

    /** No connection. */
    public Unconnected() {}

    @Override
    public List<DeviceInfo> devices() throws CallFailure {
        throw unavailable();
    }

    @Override
    public List<DeviceInfo> watchDevices(DeviceWatcher watcher) throws CallFailure {
        throw unavailable();
    }

    @Override
    public List<LinkInfo> links() throws CallFailure {
        throw unavailable();
    }

    @Override
    public String configuration() throws CallFailure {
        throw unavailable();
    }

    @Override
    public byte[] call(String device, String service, String method, byte[] payload, Duration deadline)
            throws CallFailure {
        throw unavailable();
    }

    @Override
    public void publish(String name, byte[] payload) {}

    @Override
    public Subscription subscribe(String prefix, NoticeListener listener) {
        return () -> {};
    }

    @Override
    public long dropped() {
        return 0;
    }

    private static CallFailure unavailable() {
        return new CallFailure(Status.UNAVAILABLE, "there is no kernel");
    }
}
