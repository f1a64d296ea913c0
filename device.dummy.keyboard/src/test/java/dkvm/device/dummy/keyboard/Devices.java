// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.Context;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.Received;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Devices under test, their log kept. */
final class Devices {
    static final int KEY_A = 0x00070004;
    static final int KEY_B = 0x00070005;
    static final int SHIFT = 0x000700E1;

    final FakeTime time = new FakeTime();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private long seq;

    KeyboardSource source(Path file, double speed, boolean loop) {
        return new KeyboardSource(context(Map.of("file", file.toString(), "speed", speed, "loop", loop)),
                time::nanoTime);
    }

    KeyboardSink sink(Path file) throws DeviceFailure {
        return new KeyboardSink(context(Map.of("file", file.toString())), time::nanoTime, time);
    }

    /** An event that happens now, from a source on this host. */
    Received now(InputEvent event) {
        return new Received("keys", "board.keys", ++seq, time.nanos, event);
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    static KeyEvent down(int usage) {
        return new KeyEvent(usage, true);
    }

    static KeyEvent up(int usage) {
        return new KeyEvent(usage, false);
    }

    private Context context(Map<String, Object> options) {
        return new Context("device", "type", Options.of(options),
                new Log(new PrintStream(log, true, StandardCharsets.UTF_8), LogLevel.INFO));
    }
}
