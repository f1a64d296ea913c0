// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/** Signals that the JDK does not send, by kill(2). */
public final class Signals {
    private static final int SIGQUIT = 3;
    private static final int SIGKILL = 9;

    private Signals() {}

    /**
     * Sends SIGQUIT, at which a JVM writes down what its threads do.
     *
     * @param pid the process, which the caller knows not to be reaped
     * @return whether it was sent
     */
    public static boolean quit(long pid) {
        return kill((int) pid, SIGQUIT) == 0;
    }

    /** Ends this very process as {@code kill -9} does, for tests of what comes after; does not return. */
    public static void killKernel() {
        kill((int) ProcessHandle.current().pid(), SIGKILL);
        throw new AssertionError("nobody survives SIGKILL");
    }

    /** Sent a few times in a kernel's life, so nothing is kept for the next. */
    @SuppressWarnings("restricted")
    private static int kill(int pid, int signal) {
        var linker = Linker.nativeLinker();
        var kill = linker.downcallHandle(linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        try {
            return (int) kill.invokeExact(pid, signal);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("kill(2) threw", e);
        }
    }
}
