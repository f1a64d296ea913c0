// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

/** Constants of the wire protocol. */
public final class Wire {
    /** The protocol version this SDK and kernel speak. */
    public static final int VERSION = 1;
    /** The longest message, without its length prefix, in bytes. */
    public static final int MAX_MESSAGE = 64 * 1024;

    private Wire() {}

    /**
     * What each side sends first.
     *
     * @return the four bytes {@code DKV1}
     */
    public static byte[] preamble() {
        return new byte[]{'D', 'K', 'V', '1'};
    }
}
