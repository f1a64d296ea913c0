// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to ask for a reload from outside, such as by SIGHUP: the asking returns at once, the log says what came of it.
 * Those who ask while a reload has not begun share it.
 */
@Component(service = Runnable.class, property = "dkvm.command=reload")
public final class ReloadRequest implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadRequest.class);

    private final LiveDesk desk;
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * Nobody has asked.
     *
     * @param desk what is reloaded
     */
    @Activate
    public ReloadRequest(@Reference LiveDesk desk) {
        this.desk = desk;
    }

    @Override
    public void run() {
        if (asked.getAndIncrement() == 0) {
            Thread.ofPlatform().daemon().name("dkvm-reload").start(this::reloadForAll);
        }
    }

    private void reloadForAll() {
        int seen = asked.get();
        try {
            do {
                reload();
                seen = asked.addAndGet(-seen);
            } while (seen != 0);
        } catch (Error e) {
            // Whoever asks later is not to wait for this one.
            asked.set(0);
            throw e;
        }
    }

    private void reload() {
        try {
            switch (desk.reload()) {
                case Reload.Done done -> {
                    done.warnings().forEach(LOG::warn);
                    done.changes().forEach(change -> LOG.info("reload: {}", change.text()));
                    LOG.info("reload: {}", done.changes().isEmpty() ? "nothing has changed" : "done");
                }
                case Reload.Refused refused -> {
                    refused.findings().forEach(LOG::error);
                    LOG.error("reload: the configuration is wrong, and nothing was changed");
                }
                case Reload.Late late -> LOG.error("reload: {}", late.text());
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("reload: {}", e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
