// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dkvm.sdk.log.LogLevel;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.slf4j.LoggerFactory;

/** The kernel's logging: on stderr, in {@code log/dkvm.log} (unless the journal keeps it), and the latest in memory. */
public final class Logging implements AutoCloseable {
    private static final long FILE_BYTES = 10L << 20;
    private static final int OLDER_FILES = 4;
    /** logback looks at the file's size once a minute by itself, and a flood fills a disk in less. */
    private static final Duration LOOK = Duration.buildByMilliseconds(1);
    /** Above the loggers of all devices. */
    private static final String DEVICES = "device";

    private final LoggerContext context;
    private final RecentRecords recent = new RecentRecords();

    private final LineLayout layout;

    private Logging(LoggerContext context, LineLayout layout) {
        this.context = context;
        this.layout = layout;
    }

    /**
     * Begins to log.
     *
     * @param form how lines on stderr look
     * @param level the least important level of our own loggers
     * @param others levels by logger
     * @param stderr where lines go
     * @param folder where the file goes
     * @return to be closed at the end, which writes what is left
     */
    public static Logging start(LineForm form, LogLevel level, Map<String, String> others, OutputStream stderr,
            Path folder) {
        var layout = new LineLayout(form, false, ZoneId.systemDefault());
        var logging = new Logging((LoggerContext) LoggerFactory.getILoggerFactory(), layout);
        logging.context.reset();
        // One that was stopped before would take no second stop, and that writes what is left.
        logging.context.start();
        logging.level("", level.name().toLowerCase(Locale.ROOT));
        // So that the kernel's own level can change without theirs.
        logging.level(DEVICES, level.name().toLowerCase(Locale.ROOT));
        others.forEach((name, value) -> logging.context.getLogger(name).setLevel(Level.toLevel(value, Level.WARN)));
        layout.start();
        logging.add(new StderrAppender(layout, stderr));
        logging.add(logging.recent);
        if (form != LineForm.JOURNAL) {
            logging.add(logging.file(folder.resolve("dkvm.log").toString()));
        }
        return logging;
    }

    private void add(Appender<ILoggingEvent> appender) {
        appender.setContext(context);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private RollingFileAppender<ILoggingEvent> file(String name) {
        var layout = new LineLayout(LineForm.PLAIN, true, ZoneId.systemDefault());
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setLayout(layout);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setContext(context);
        encoder.start();
        var file = new RollingFileAppender<ILoggingEvent>();
        file.setContext(context);
        file.setFile(name);
        file.setEncoder(encoder);
        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(name.replace("%", "\\%") + ".%i");
        rolling.setMaxIndex(OLDER_FILES);
        rolling.start();
        var size = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(FILE_BYTES));
        size.setCheckIncrement(LOOK);
        size.start();
        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(size);
        return file;
    }

    /**
     * The latest records.
     *
     * @return takes the number of the last record that is known (0: none) and the milliseconds to wait for another;
     *     gives at most 2000, oldest first, each {@code {number, ISO-8601 UTC time, LEVEL, logger, text}}
     */
    public BiFunction<Long, Long, List<String[]>> recent() {
        return recent;
    }

    /**
     * The levels, to be changed while the kernel runs.
     *
     * @return takes a logger's name, empty for the kernel's own, and the least important level that it logs
     */
    public BiConsumer<String, String> levels() {
        return this::level;
    }

    private void level(String logger, String level) {
        var wanted = Level.toLevel(level, Level.INFO);
        context.getLogger(logger.isEmpty() ? Logger.ROOT_LOGGER_NAME : logger).setLevel(wanted);
        if (logger.isEmpty()) {
            layout.traces(Level.DEBUG.isGreaterOrEqual(wanted));
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
