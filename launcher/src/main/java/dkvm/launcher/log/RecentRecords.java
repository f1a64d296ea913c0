// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The last log records, in memory. Handed to the kernel, whose classes are others: so only the JDK's types appear.
 */
final class RecentRecords extends AppenderBase<ILoggingEvent> implements Supplier<List<String[]>> {
    /** Records that are kept. */
    static final int LIMIT = 2000;

    private final ArrayDeque<String[]> records = new ArrayDeque<>(LIMIT);

    @Override
    protected void append(ILoggingEvent event) {
        String[] entry = {LineLayout.utc(event.getInstant()), event.getLevel().toString(),
                LogLine.name(event.getLoggerName()), LogLine.text(event, false)};
        synchronized (records) {
            if (records.size() == LIMIT) {
                records.removeFirst();
            }
            records.addLast(entry);
        }
    }

    /**
     * The records.
     *
     * @return oldest first, each {@code {ISO-8601 UTC time, level, logger, text}}
     */
    @Override
    public List<String[]> get() {
        synchronized (records) {
            return new ArrayList<>(records);
        }
    }
}
