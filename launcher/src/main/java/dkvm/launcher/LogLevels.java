// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.sdk.log.LogLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Log levels on the command line: {@code error warn info debug trace}. */
final class LogLevels {
    private LogLevels() {}

    /** For picocli, which makes one to complete command lines. */
    static final class Ids extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        /** Made at each start, and so without a stream, which costs more than all the rest of it. */
        Ids() {
            for (var level : LogLevel.values()) {
                add(id(level));
            }
        }
    }

    static LogLevel parse(String text) {
        return Arrays.stream(LogLevel.values()).filter(l -> id(l).equals(text)).findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is no log level; it is one of error, warn, info, debug, trace"));
    }

    static String id(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
