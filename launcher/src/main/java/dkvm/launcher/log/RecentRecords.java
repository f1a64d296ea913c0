// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * The last log records, in memory, for whoever wants to read on. Handed to the kernel, whose classes are others: so only
 * the JDK's types appear.
 */
final class RecentRecords extends AppenderBase<ILoggingEvent> implements BiFunction<Long, Long, List<String[]>> {
    /** Records that are kept. */
    static final int LIMIT = 2000;
    /** Characters of their texts that are kept. */
    static final int CHARACTERS = 1 << 20;
    /** The longest text; the file has more. */
    static final int LONGEST = 16 * 1024;

    private static final int TEXT = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    /** Guarded by the lock, and so is what follows. */
    private final ArrayDeque<String[]> records = new ArrayDeque<>(LIMIT);
    private long last;
    private long characters;

    @Override
    protected void append(ILoggingEvent event) {
        var text = LogLine.text(event, false);
        var kept = text.length() > LONGEST ? beginning(text) + "…" : text;
        lock.lock();
        try {
            records.addLast(new String[]{Long.toString(++last), LineLayout.utc(event.getInstant()),
                    event.getLevel().toString(), LogLine.name(event.getLoggerName()), kept});
            characters += kept.length();
            while (records.size() > LIMIT || characters > CHARACTERS) {
                characters -= records.removeFirst()[TEXT].length();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No character is cut in half. */
    private static String beginning(String text) {
        return text.substring(0, LONGEST - (Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? 1 : 0));
    }

    /**
     * The records after a number.
     *
     * @param after the number of the last one that is known; 0: none is
     * @param waitMillis how long to wait for one if there is none
     * @return oldest first, each {@code {number, ISO-8601 UTC time, level, logger, text}}; numbers go up from 1 by 1, so
     *     that a gap shows what was gone already
     */
    @Override
    public List<String[]> apply(Long after, Long waitMillis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (last <= after && left > 0) {
                left = more.awaitNanos(left);
            }
            // Numbers have no gaps: what is new is the tail.
            int fresh = Math.clamp(last - after, 0, records.size());
            return new ArrayList<>(records).subList(records.size() - fresh, records.size());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }
}
