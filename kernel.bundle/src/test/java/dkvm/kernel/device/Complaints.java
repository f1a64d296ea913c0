// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.jspecify.annotations.Nullable;

/** What goes wrong in the kernel, while this is open: threads that die, errors in the log, and warnings of many lines. */
final class Complaints implements AutoCloseable {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final @Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final Logger log = (Logger) LoggerFactory.getLogger("dkvm");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent entry) {
            if (entry.getLevel() == Level.ERROR || entry.getFormattedMessage().matches("(?s).*\\p{Cntrl}.*")) {
                heard.add(entry + "\n" + ThrowableProxyUtil.asString(entry.getThrowableProxy()));
            }
        }
    };

    Complaints() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.printStackTrace();
            heard.add(thread + ": " + thrown);
        });
        log.setLevel(Level.WARN);
        log.setAdditive(false);
        appender.start();
        log.addAppender(appender);
    }

    List<String> heard() {
        return heard;
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        log.detachAppender(appender);
        log.setAdditive(true);
        log.setLevel(null);
    }
}
