// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.notice;

/** Is told of notices, in order, on the one thread that a device has for them. */
@FunctionalInterface
public interface NoticeListener {

    /**
     * A notice has come.
     *
     * @param notice under a topic that was subscribed to
     */
    void notice(Notice notice);
}
