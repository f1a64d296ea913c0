// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.device.dummy.keyboard.file.EventFormat;
import dkvm.sdk.Context;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import dkvm.sdk.Received;
import dkvm.sdk.Session;
import dkvm.sdk.Sink;
import dkvm.sdk.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Saves keyboard events to a file: one file for a run of the kernel, over as many processes as that takes. */
final class KeyboardSink implements Sink {
    static final String PORT = "keys";

    /** Some file systems keep times in steps of two seconds. */
    private static final Duration FILE_TIME_STEP = Duration.ofSeconds(2);

    private final Context context;
    private final LongSupplier nanoTime;
    private final Clock wallClock;
    private final Path path;
    private final EventFormat format;
    private @Nullable KeyboardFile file;
    private byte[] token = {};
    private long formless;

    KeyboardSink(Context context) throws DeviceFailure {
        this(context, System::nanoTime, Clock.systemUTC());
    }

    KeyboardSink(Context context, LongSupplier nanoTime, Clock wallClock) throws DeviceFailure {
        this.context = context;
        this.nanoTime = nanoTime;
        this.wallClock = wallClock;
        path = Path.of(context.options().text("file"));
        format = EventFormat.of(path).orElseThrow(() -> new DeviceFailure(Reason.CONFIGURATION,
                path + ": the name must end in " + EventFormat.EXTENSIONS));
        // Loads these classes while the process is passive, and not when a key waits.
        format.format(new StringBuilder(), 0, new KeyEvent(0x00070004, true));
    }

    @Override
    public void open(Session session) throws DeviceFailure, IOException {
        token = new byte[0];
        formless = 0;
        file = switch (session.cause()) {
            case FIRST -> KeyboardFile.anew(path, format);
            // The first process of this run may have died before it began the file: then this is another run's.
            case RESTART, CONFIGURATION -> isOfThisRun(session.runStarted())
                    ? resume(Optional.empty(), Set.of())
                    : KeyboardFile.anew(path, format);
            case REPLACEMENT, ROLLBACK -> resume(SinkToken.of(session.token()), session.pressed(PORT));
        };
    }

    private KeyboardFile resume(Optional<SinkToken> before, Set<Integer> handedOver) throws DeviceFailure, IOException {
        return KeyboardFile.resume(path, format, before, handedOver, nanoTime.getAsLong(), wallClock);
    }

    private boolean isOfThisRun(Instant runStarted) throws IOException {
        return Files.exists(path)
                && !Files.getLastModifiedTime(path).toInstant().plus(FILE_TIME_STEP).isBefore(runStarted);
    }

    @Override
    public void receive(Received event) throws IOException {
        if (!opened().write(event, nanoTime.getAsLong())) {
            formless++;
        }
    }

    @Override
    public void flush() throws IOException {
        opened().flush();
    }

    @Override
    public void close() throws IOException {
        var closing = opened();
        file = null;
        if (formless > 0) {
            context.log().warn(formless + " events are not in " + path
                    + ": evemu has no form for text, nor for keys without an evdev code; a .jsonl file takes all");
        }
        token = closing.close().map(SinkToken::bytes).orElse(token);
    }

    @Override
    public byte[] token() {
        return token.clone();
    }

    private KeyboardFile opened() {
        return Objects.requireNonNull(file, "not open");
    }
}
