// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Puts what bundles say to the OSGi log service into the kernel's log; the framework's own events are left out. */
@Component(service = FrameworkLog.class, immediate = true)
public final class FrameworkLog implements LogListener {
    private static final String EVENTS = "Events.";

    private final LogReaderService reader;

    /**
     * Listens.
     *
     * @param reader the log service's entries
     */
    @Activate
    public FrameworkLog(@Reference LogReaderService reader) {
        this.reader = reader;
        reader.addLogListener(this);
    }

    @Deactivate
    void deactivate() {
        reader.removeLogListener(this);
    }

    @Override
    public void logged(LogEntry entry) {
        if (entry.getLoggerName() != null && entry.getLoggerName().startsWith(EVENTS)) {
            return;
        }
        var name = entry.getBundle() == null ? "osgi" : "osgi." + entry.getBundle().getSymbolicName();
        LoggerFactory.getLogger(name).atLevel(level(entry)).setCause(entry.getException())
                .log(Objects.requireNonNullElse(entry.getMessage(), ""));
    }

    private static Level level(LogEntry entry) {
        return switch (entry.getLogLevel()) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case AUDIT, INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
