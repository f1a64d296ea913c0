// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Where log lines go that share a terminal with a prompt: above the line that is being edited, and while a command has
 * the screen they wait for its end. Only the log's own writer comes here, so that a terminal that was stopped holds up
 * nobody else.
 */
public final class LogLines extends OutputStream {
    /** Lines that wait; a command such as {@code top} may run for days. */
    static final int LIMIT = 200;
    private static final long PATIENCE_MS = 200;

    private final OutputStream direct;
    private final ReentrantLock lock = new ReentrantLock();
    /** The newest lines, guarded by the lock. */
    private final ArrayDeque<String> held = new ArrayDeque<>();
    private boolean holding;
    private long forgotten;
    /** Prints above the prompt; empty: there is none. */
    private volatile Optional<Consumer<String>> prompt = Optional.empty();

    /**
     * Lines that go straight on until there is a prompt.
     *
     * @param direct the terminal
     */
    public LogLines(OutputStream direct) {
        this.direct = direct;
    }

    /** From now on there is a prompt. */
    void above(Consumer<String> printer) {
        prompt = Optional.of(printer);
    }

    /** From now on there is none; does not wait for a terminal that was stopped. */
    void direct() throws IOException {
        prompt = Optional.empty();
        try {
            if (lock.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                try {
                    holding = false;
                    for (var line : held) {
                        write(line);
                    }
                    held.clear();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A command has the screen. */
    void hold() {
        lock.lock();
        try {
            holding = true;
        } finally {
            lock.unlock();
        }
    }

    /** The command is over. */
    void release(boolean show) {
        lock.lock();
        try {
            holding = false;
            if (show) {
                prompt.ifPresent(this::showHeld);
            }
            held.clear();
            forgotten = 0;
        } finally {
            lock.unlock();
        }
    }

    private void showHeld(Consumer<String> printer) {
        if (forgotten > 0) {
            printer.accept("dkvm: " + forgotten + " log lines more came meanwhile; \"logs\" shows them\n");
        }
        held.forEach(printer);
    }

    @Override
    public void write(int b) throws IOException {
        direct.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (prompt.isEmpty()) {
            direct.write(bytes, offset, length);
            return;
        }
        var line = new String(bytes, offset, length, StandardCharsets.UTF_8);
        lock.lock();
        try {
            var printer = prompt;
            if (printer.isEmpty()) {
                write(line);
            } else if (holding) {
                keep(line);
            } else {
                printer.get().accept(line);
            }
        } catch (IllegalStateException _) {
            // The prompt was closed in this very moment.
            write(line);
        } finally {
            lock.unlock();
        }
    }

    private void keep(String line) {
        held.addLast(line);
        if (held.size() > LIMIT) {
            held.removeFirst();
            forgotten++;
        }
    }

    private void write(String line) throws IOException {
        direct.write(line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
        direct.flush();
    }
}
