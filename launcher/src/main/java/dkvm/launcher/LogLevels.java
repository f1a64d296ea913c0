// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.sdk.log.LogLevel;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Log levels on the command line: {@code error warn info debug trace}. */
final class LogLevels {
    private LogLevels() {}

    static LogLevel parse(String text) {
        return Arrays.stream(LogLevel.values()).filter(l -> id(l).equals(text)).findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is no log level; it is one of error, warn, info, debug, trace"));
    }

    static String id(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
