// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told of notices. A bundle registers it as a service, in the manner of EventAdmin, with the property {@link #TOPICS};
 * without it, it hears all. Each listener has a thread and a queue of its own: one that is slow misses notices, which is
 * logged, and hurts nobody else.
 */
@ConsumerType
@FunctionalInterface
public interface NoticeListener {
    /**
     * Service property, {@code String} or {@code String[]}: what the topics begin with, in whole segments; {@code *} is
     * any one segment. It may change while the service is registered.
     */
    String TOPICS = "dkvm.topics";

    /**
     * A notice has come; in the order of their numbers but for those that come from different devices at the same time.
     *
     * @param notice under one of the topics
     */
    void notice(Notice notice);
}
