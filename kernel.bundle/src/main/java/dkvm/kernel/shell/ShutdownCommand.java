// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;
import java.util.Set;

/** {@code shutdown}: an orderly stop of the kernel. */
final class ShutdownCommand implements Command {
    private final Runnable shutdown;

    ShutdownCommand(Runnable shutdown) {
        this.shutdown = shutdown;
    }

    @Override
    public String name() {
        return "shutdown";
    }

    @Override
    public String synopsis() {
        return "shutdown";
    }

    @Override
    public String summary() {
        return "stops the kernel";
    }

    @Override
    public int run(List<String> arguments, Answer answer) throws UsageException {
        Arguments.read(name(), arguments, Set.of(), Set.of(), 0);
        shutdown.run();
        return 0;
    }
}
