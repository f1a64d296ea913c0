// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.deploy.Deployments.Outcome;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that everything of deployment happens on; nothing that goes wrong ends it but the end of the kernel. */
final class DeployThread {
    /** Two looks that find a file the same must lie so far apart. */
    static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** What those hear who asked too late. */
    static final Outcome STOPS = new Outcome.Refused("the kernel stops");

    private static final Logger LOG = LoggerFactory.getLogger(DeployThread.class);

    private final Runnable look;
    private final BlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean stopping;
    private String fault = "";

    /**
     * A thread that is not started yet.
     *
     * @param look what it does again and again
     */
    DeployThread(Runnable look) {
        this.look = look;
        this.thread = Thread.ofPlatform().daemon().name("dkvm-deploy").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Does something between two looks; false: it will not. */
    boolean ask(Runnable work) {
        return !stopping && asked.add(work);
    }

    /** Ends after what it is doing, and waits for that so long. */
    void stop(Duration patience) {
        stopping = true;
        asked.add(() -> {});
        try {
            if (thread.isAlive()) {
                thread.join(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long next = System.nanoTime();
        while (!stopping) {
            try {
                var work = asked.poll(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (work != null) {
                    work.run();
                } else {
                    next = System.nanoTime() + LOOK_NANOS;
                    look.run();
                }
                fault = "";
            } catch (InterruptedException e) {
                LOG.debug("interrupted", e);
            } catch (RuntimeException | Error e) {
                say(e);
            }
        }
    }

    private void say(Throwable failure) {
        if (!failure.toString().equals(fault)) {
            fault = failure.toString();
            LOG.error("the watched folder: {}; it is looked at again", fault, failure);
        }
    }
}
