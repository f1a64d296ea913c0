// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.log.LogLevel;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.SetLog;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** From which level on devices log: the kernel's level at its start, and what was set since. Threads may share it. */
final class LogLevels {
    /** One more than the least syslog priority, as the wire protocol has it. */
    private static final int TRACE = 8;

    private final String usual;
    private final Map<String, LogLevel> own = new ConcurrentHashMap<>();

    /** @param usual the level of devices that were given none of their own, such as {@code info} */
    LogLevels(String usual) {
        this.usual = usual;
    }

    void set(String device, LogLevel level) {
        own.put(device, level);
    }

    /** What a new process of a device begins with, as in {@code DKVM_LOG_LEVEL}. */
    String of(String device) {
        return Optional.ofNullable(own.get(device)).map(level -> level.name().toLowerCase(Locale.ROOT)).orElse(usual);
    }

    /** What a process is told whose level may have changed since it began; empty: it did not. */
    Optional<Envelope> message(String device) {
        return Optional.ofNullable(own.get(device)).map(level -> Envelope.newBuilder()
                .setSetLog(SetLog.newBuilder().setPriority(level == LogLevel.TRACE ? TRACE : level.priority()))
                .build());
    }
}
