// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.notice;

import java.util.Arrays;

/** A small message to whom it may concern. Immutable. */
public final class Notice {
    private final String topic;
    private final byte[] payload;

    /**
     * A notice.
     *
     * @param topic what it is about, such as {@code device/lamp/switched}
     * @param payload what it says; copied
     */
    public Notice(String topic, byte[] payload) {
        this.topic = topic;
        this.payload = payload.clone();
    }

    /**
     * What it is about.
     *
     * @return segments joined by slashes, such as {@code device/lamp/switched}
     */
    public String topic() {
        return topic;
    }

    /**
     * What it says. Of {@code device/ID/state} and {@code pipeline/NAME/state} it is a message of
     * {@code services.proto}; {@link dkvm.sdk.call.Calls#watchDevices} reads the former.
     *
     * @return a copy, at most 16 KiB
     */
    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Notice that && topic.equals(that.topic) && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * topic.hashCode() + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return topic + ", " + payload.length + " bytes";
    }
}
