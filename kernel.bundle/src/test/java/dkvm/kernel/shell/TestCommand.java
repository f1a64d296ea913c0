// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;

/** A command that does what a test wants. */
record TestCommand(String name, Work work) implements Command {

    interface Work {
        void run(List<String> words, Answer answer);
    }

    @Override
    public String synopsis() {
        return name;
    }

    @Override
    public String summary() {
        return "";
    }

    @Override
    public int run(List<String> arguments, Answer answer) {
        work.run(arguments, answer);
        return 0;
    }
}
