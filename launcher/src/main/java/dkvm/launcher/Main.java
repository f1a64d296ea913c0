// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

/** Where {@code bin/dkvm} begins. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new Dkvm(Surroundings.real()).run(args));
    }
}
