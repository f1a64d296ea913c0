// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a client asks for, one request after the other, on a thread that can be told to stop what it does. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    /** Requests that may wait for their turn. */
    static final int WAITING = 16;
    private static final int FAILED = 1;
    private static final int CANCELLED = 130;

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ToIntFunction<Request> work;
    private final Replies replies;
    private final Thread thread;
    /** Requests that have no exit code yet. Guarded by this, as is what follows. */
    private int open;
    /** The oldest of them is being worked on. */
    private boolean busy;
    /** The oldest of them is to end. */
    private boolean cancelled;
    private boolean aborted;

    /**
     * @param work does a request and gives its exit code; an interrupt ends it
     * @param replies take the exit code
     */
    Worker(ToIntFunction<Request> work, Replies replies) {
        this.work = work;
        this.replies = replies;
        this.thread = Thread.ofVirtual().name("dkvm-control-worker").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Takes a request; false if too many wait. */
    synchronized boolean take(Request request) {
        if (open > WAITING) {
            return false;
        }
        open++;
        return requests.add(request);
    }

    /** Takes what is to be answered whatever waits, and then nothing more. */
    synchronized void last(Request request) {
        open++;
        requests.add(request);
        requests.add(new Request.Over());
    }

    /** Ends what is being done or is about to be, if anything is. */
    synchronized void cancel() {
        if (open > 0 && !cancelled) {
            cancelled = true;
            interruptIfCancelled();
        }
    }

    private synchronized void interruptIfCancelled() {
        if (busy && cancelled) {
            thread.interrupt();
        }
    }

    /** Ends all: the client is gone. */
    synchronized void abort() {
        aborted = true;
        thread.interrupt();
    }

    /** Waits for the end. */
    void join() throws InterruptedException {
        thread.join();
    }

    private void run() {
        try {
            for (var request = requests.take(); !(request instanceof Request.Over); request = requests.take()) {
                answer(request);
            }
        } catch (InterruptedException | UncheckedIOException e) {
            // The client is gone, or the kernel.
        }
    }

    private void answer(Request request) {
        begin();
        int code;
        try {
            code = work.applyAsInt(request);
        } catch (UncheckedIOException e) {
            // Cancelled, or what follows fails too.
            code = FAILED;
        } catch (RuntimeException e) {
            LOG.error("{}: {}", request, e.toString(), e);
            replies.err("dkvm: the command failed: " + OneLine.of(e.toString()) + "; the log says more\n");
            code = FAILED;
        }
        replies.exit(end() ? CANCELLED : code);
    }

    private synchronized void begin() {
        busy = true;
        replies.begin();
        interruptIfCancelled();
    }

    /** Whether it was cancelled; an interrupt for that is over with it. */
    private synchronized boolean end() {
        boolean ended = cancelled;
        busy = false;
        cancelled = false;
        open--;
        if (!aborted) {
            var _ = Thread.interrupted();
        }
        return ended;
    }
}
