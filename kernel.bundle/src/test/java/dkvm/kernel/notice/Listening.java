// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.notice;

/** Who a hub still knows, for tests elsewhere. */
public final class Listening {
    private Listening() {}

    /** How many processes of devices may hear notices. */
    public static int devices(NoticeHub hub) {
        return hub.devices.size();
    }

    /** How many followers there are. */
    public static int feeds(NoticeHub hub) {
        return hub.feeds.size();
    }
}
