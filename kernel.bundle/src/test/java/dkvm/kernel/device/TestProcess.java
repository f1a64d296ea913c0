// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A process of a device that is played within the test's own: nothing on stderr, no children. */
abstract class TestProcess extends Process {
    private final CompletableFuture<Process> exit = new CompletableFuture<>();
    private volatile int status;

    /** It has ended; the first time counts. */
    void exits(int with) {
        synchronized (exit) {
            if (exit.isDone()) {
                return;
            }
            status = with;
        }
        exit.complete(this);
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public long pid() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return exit;
    }

    @Override
    public int waitFor() {
        return exit.join().exitValue();
    }

    @Override
    public int exitValue() {
        return status;
    }

    /** Of which the system knows nothing. */
    @Override
    public ProcessHandle.Info info() {
        return (ProcessHandle.Info) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{ProcessHandle.Info.class}, (_, _, _) -> Optional.empty());
    }

    @Override
    public Stream<ProcessHandle> descendants() {
        return Stream.empty();
    }

    @Override
    public void destroy() {
        exits(137);
    }
}
