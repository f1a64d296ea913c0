// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Device;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.StreamKind;
import java.util.List;

/** The main class of the device processes that {@link ProcessTest} starts; its argument says how they behave. */
public final class TestDevice {
    private TestDevice() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        var how = arguments[0];
        if (how.equals("sink")) {
            Device.of("test").input("keys", StreamKind.KEYBOARD).sink(_ -> new Sink() {
                private int sum;

                @Override
                public void open(Session session) {}

                @Override
                public void receive(Received event) {
                    sum += event.event().hashCode();
                }

                @Override
                public byte[] token() {
                    return new byte[]{(byte) sum};
                }
            }).run();
        }
        if (how.equals("video")) {
            Device.of("test").output("video", StreamKind.DISPLAY).source(_ -> TestDevice::film).run();
        }
        Device.of("test").output("keys", StreamKind.KEYBOARD).resumable().source(_ -> session -> {
            switch (how) {
                case "print" -> print(session);
                case "spin" -> spin();
                case "fail" -> Thread.ofPlatform().name("worker").start(() -> {
                    throw new IllegalStateException("odd");
                }).join();
                case "count" -> count(session, Integer.parseInt(arguments[1]));
                default -> session.sleepUntil(System.nanoTime() + Long.MAX_VALUE / 2);
            }
        }).run();
    }

    private static void film(Session session) throws Exception {
        var frames = session.frames("video");
        frames.format(FrameFormat.xr24(1920, 1080));
        for (var next = frames.next(); next.isPresent(); next = frames.next()) {
            next.get().pixels().fill((byte) frames.nextSeq());
            next.get().send(List.of(), System.nanoTime());
        }
    }

    private static void print(Session session) throws Exception {
        System.out.println("hello ä");
        System.out.print("no line end");
        System.err.println("straight to stderr");
        session.output("keys").send(new KeyEvent(4, true));
        if (System.in.read() == -1) {
            session.output("keys").send(new KeyEvent(4, false));
        }
    }

    private static void spin() {
        long n = 0;
        while (n < Long.MAX_VALUE) {
            n = Math.max(0, n - 1);
        }
    }

    private static void count(Session session, int events) throws Exception {
        var out = session.output("keys");
        for (int i = 0; i < events; i++) {
            out.send(new KeyEvent(4, (i & 1) == 0));
        }
        session.sleepUntil(System.nanoTime() + Long.MAX_VALUE / 2);
    }
}
