// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.sdk.log.LogLevel;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** {@code log-level [ID] LEVEL}: what is logged from now on, by the kernel itself or by a device. */
final class LogLevelCommand implements Command {
    private final BiPredicate<String, LogLevel> devices;
    private final BiConsumer<String, String> levels;

    /**
     * @param devices tells a device of this id its level; false if there is none
     * @param levels takes a logger's name, empty for the kernel's own, and a level
     */
    LogLevelCommand(BiPredicate<String, LogLevel> devices, BiConsumer<String, String> levels) {
        this.devices = devices;
        this.levels = levels;
    }

    @Override
    public String name() {
        return "log-level";
    }

    @Override
    public String synopsis() {
        return "log-level [ID] LEVEL";
    }

    @Override
    public String summary() {
        return "logs from LEVEL on: the kernel, or a device until the kernel ends";
    }

    @Override
    public String example() {
        return "log-level keys debug";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        var words = Arguments.read(name(), arguments, Set.of(), Set.of(), 2).words();
        if (words.isEmpty()) {
            throw new UsageException("log-level: which one? error, warn, info, debug or trace");
        }
        var level = LogFilter.level(words.getLast());
        if (words.size() == 1) {
            levels.accept("", LogFilter.id(level));
            return 0;
        }
        var id = words.getFirst();
        if (!devices.test(id, level)) {
            throw new UsageException("log-level: no device \"" + id + "\"; \"devices\" lists those there are");
        }
        levels.accept("device." + id, LogFilter.id(level));
        return 0;
    }
}
