// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.device.dummy.keyboard.file.EventFormat;
import dkvm.device.dummy.keyboard.file.FileState;
import dkvm.device.dummy.keyboard.file.LineFile;
import dkvm.device.dummy.keyboard.file.PressedKeys;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.Received;
import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A file of keyboard events that is open for writing. Down and up alternate in it for each key, and time never runs back. */
final class KeyboardFile {
    private static final long DAYS_MAX = 10_000;

    private final EventFormat format;
    private final LineFile file;
    private final FileClock clock;
    private final PressedKeys pressed = new PressedKeys();
    private final StringBuilder lines = new StringBuilder(256);

    private KeyboardFile(EventFormat format, LineFile file) {
        this.format = format;
        this.file = file;
        clock = new FileClock(format.firstMicros());
    }

    /** Begins the file anew; the one that is there becomes {@code NAME~} if it holds an event. */
    static KeyboardFile anew(Path path, EventFormat format) throws DeviceFailure, IOException {
        var file = new KeyboardFile(format, LineFile.anew(path, format.header()));
        file.begin();
        return file;
    }

    /**
     * Continues the file. What it leaves down is released, but for the keys in {@code handedOver}.
     *
     * @param token what the process before said, if it did
     * @param nanoTime now, as events have it
     * @param wallClock now, as files have it
     */
    static KeyboardFile resume(Path path, EventFormat format, Optional<SinkToken> token, Set<Integer> handedOver,
            long nanoTime, Clock wallClock) throws DeviceFailure, IOException {
        long silence = nanosSinceChange(path, wallClock.instant());
        var lineFile = LineFile.resume(path);
        var file = new KeyboardFile(format, lineFile);
        long size = lineFile.size();
        var valid = token.filter(t -> t.fileSize() == size);
        var state = valid.isPresent() ? valid.get().state() : FileState.of(path, format);
        if (!state.events()) {
            // Nothing but, at most, a torn header.
            lineFile.clear();
            file.begin();
        } else {
            // Without a token the file's own time of change says best when its last event was.
            long zero = valid.map(SinkToken::zeroNanos).orElse(nanoTime - silence - state.lastMicros() * 1000);
            file.clock.resume(state.lastMicros(), zero);
            file.goOn(state, handedOver, nanoTime);
        }
        return file;
    }

    private void begin() throws IOException {
        file.append(format.header());
        file.flush();
    }

    private void goOn(FileState state, Set<Integer> handedOver, long nanoTime) throws IOException {
        if (state.reportOpen()) {
            file.append(format.reportEnd(state.lastMicros()));
        }
        var kept = new HashSet<InputEvent>();
        for (int usage : handedOver) {
            format.canonical(new KeyEvent(usage, true)).ifPresent(kept::add);
        }
        for (int usage : state.down()) {
            var press = new KeyEvent(usage, true);
            pressed.accept(press);
            if (!kept.contains(press)) {
                add(new KeyEvent(usage, false), clock.micros(nanoTime));
            }
        }
        file.flush();
    }

    /**
     * Adds an event.
     *
     * @param now the {@link System#nanoTime()} of its arrival
     * @return false if the format has no form for it
     */
    boolean write(Received received, long now) throws IOException {
        var event = received.event() instanceof InputEvent input
                ? format.canonical(input)
                : Optional.<InputEvent>empty();
        if (event.isPresent()) {
            add(event.get(), clock.micros(received, now));
        }
        return event.isPresent();
    }

    private void add(InputEvent event, long micros) throws IOException {
        if (pressed.accept(event)) {
            lines.setLength(0);
            format.format(lines, micros, event);
            file.append(lines);
        }
    }

    void flush() throws IOException {
        file.flush();
    }

    /** Closes the file and says how it goes on; empty if it has no event yet. */
    Optional<SinkToken> close() throws IOException {
        try (file) {
            file.flush();
            long size = file.size();
            var state = new FileState(true, clock.lastMicros(), false, pressed.usages());
            return clock.zeroNanos().stream().mapToObj(zero -> new SinkToken(zero, size, state)).findFirst();
        }
    }

    private static long nanosSinceChange(Path path, Instant now) throws IOException {
        if (!Files.isRegularFile(path)) {
            return 0;
        }
        var silence = Duration.between(Files.getLastModifiedTime(path).toInstant(), now);
        // A clock that was set must not turn time back.
        return silence.isNegative() || silence.toDays() > DAYS_MAX ? 0 : silence.toNanos();
    }
}
