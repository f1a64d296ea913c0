// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.service;

import dkvm.launcher.service.linux.NotifySocket;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how the kernel is, in assignments of sd_notify(3); nothing where there is none. What cannot be
 * said is warned of once, and hurts nobody. Any thread may say something; it takes 100 ms at most.
 */
public final class Notifier implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger("kernel.run");

    private final ServiceManager manager;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * For one run.
     *
     * @param manager whom to tell
     */
    public Notifier(ServiceManager manager) {
        this.manager = manager;
    }

    @Override
    public void accept(String assignments) {
        manager.socket().ifPresent(name -> send(name, assignments));
    }

    private void send(String name, String assignments) {
        try {
            NotifySocket.send(name, assignments);
        } catch (IOException e) {
            if (warned.compareAndSet(false, true)) {
                LOG.warn("the service manager cannot be told how this kernel is: {}", e.getMessage());
            }
        }
    }
}
