// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.framework;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the framework has to say goes into the kernel's log. */
final class FelixLog extends Logger {
    private final org.slf4j.Logger log = LoggerFactory.getLogger("kernel.framework");

    @Override
    protected void doLog(int level, String text, @Nullable Throwable failure) {
        switch (level) {
            case LOG_ERROR -> log.error(text, failure);
            case LOG_WARNING -> log.warn(text, failure);
            case LOG_INFO -> log.info(text, failure);
            default -> log.debug(text, failure);
        }
    }
}
