// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.device.linux.Signals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A device's process as the system has it: what it started, what it says on stderr, and its end. */
final class ChildProcess {
    /** So long the rest of a dead process's output may take to be read. */
    private static final long LAST_OUTPUT_MILLIS = 300;

    private final Process process;
    private final ProcessTree tree;
    private final DeviceLog log;

    ChildProcess(String device, Process process, Journal journal) {
        this.process = process;
        this.tree = new ProcessTree(process);
        this.log = new DeviceLog(device, process.getErrorStream(), journal).start();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Its exit, told when what it said last was read, if that does not take long.
     *
     * @param outputRead complete when its stdout was read to the end
     */
    CompletableFuture<ExitStatus> exit(CompletableFuture<Void> outputRead) {
        var said = CompletableFuture.allOf(outputRead, log.end());
        var over = process.onExit();
        return over.thenCombine(
                over.thenCompose(
                        _ -> said.completeOnTimeout(null, LAST_OUTPUT_MILLIS, TimeUnit.MILLISECONDS)),
                (ended, _) -> new ExitStatus(ended.exitValue()));
    }

    /** Asks it, and what it started, to end. On the scheduler's thread. */
    void terminate() {
        tree.terminate();
    }

    /** Ends it, and what it started, at once. On the scheduler's thread. */
    void kill() {
        tree.kill();
    }

    /** It has exited: ends what is left of what was to end with it. On the scheduler's thread. */
    void killRest() {
        tree.killRest();
    }

    /**
     * Has a JVM write down what its threads do, and keeps that out of the log; false for another program. One that is
     * stopped writes nothing.
     */
    boolean dumpThreads() {
        boolean isJvm = process.info().command().filter(program -> program.endsWith("/java")).isPresent();
        if (!isJvm || !process.isAlive()) {
            return false;
        }
        log.takeAside();
        return Signals.quit(process.pid());
    }

    /** What it wrote down. */
    byte[] threads() {
        return log.takenAside();
    }
}
