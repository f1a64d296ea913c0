// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dkvm.sdk.Context;
import dkvm.sdk.Device;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.call.Call;
import dkvm.sdk.call.CallFailure;
import dkvm.sdk.call.DeviceInfo;
import dkvm.sdk.call.Status;
import dkvm.sdk.event.StreamKind;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A device written with the SDK, in a process of its own: takes keys, and serves calls of many kinds. */
public final class EchoDevice implements Sink {
    private volatile @Nullable Context context;

    private EchoDevice() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        var echo = new EchoDevice();
        Device.of("echo").input("keys", StreamKind.KEYBOARD).serves("echo", echo::answer).sink(context -> {
            echo.context = context;
            return echo;
        }).run();
    }

    private byte[] answer(Call call) throws Exception {
        var there = Objects.requireNonNull(context);
        var payload = new String(call.payload(), UTF_8);
        return switch (call.method()) {
            case "say" -> (call.caller() + ": " + payload).getBytes(UTF_8);
            case "relay" -> there.calls().call(payload, "raw", "ping", call.payload(), Duration.ofSeconds(10));
            case "devices" -> there.calls().devices().stream().map(DeviceInfo::id).collect(Collectors.joining(" "))
                    .getBytes(UTF_8);
            case "configuration" -> there.calls().configuration().getBytes(UTF_8);
            case "status" -> status(there, payload).getBytes(UTF_8);
            case "sleep" -> sleep(call, there);
            default -> throw call.unknownMethod();
        };
    }

    /** What a call to a device that is named comes to. */
    private static String status(Context there, String device) throws InterruptedException {
        try {
            there.calls().call(device, "none", "none", new byte[0], Duration.ofSeconds(10));
            return Status.OK.name();
        } catch (CallFailure e) {
            return e.status().name();
        }
    }

    private static byte[] sleep(Call call, Context there) {
        there.notices().publish("asleep", new byte[0]);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            there.notices().publish("woken", (call.caller() + " " + call.cancelled()).getBytes(UTF_8));
        }
        return new byte[0];
    }

    @Override
    public void open(Session session) {}

    @Override
    public void receive(Received event) {}
}
