// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

/** Constants of the wire protocol. */
public final class Wire {
    /** The protocol version this SDK and kernel speak. */
    public static final int VERSION = 1;
    /** The longest message, without its length prefix, in bytes. */
    public static final int MAX_MESSAGE = 64 * 1024;

    /** The longest payload of a call, in bytes: what is left of a message has room for all else it says. */
    public static final int MAX_CALL_PAYLOAD = 63 * 1024;
    /** The longest payload of a notice, in bytes. */
    public static final int MAX_NOTICE_PAYLOAD = 16 * 1024;
    /** The longest name of a service, a method or a device in a call, in bytes. */
    public static final int MAX_NAME = 128;
    /** The service that every device offers. */
    public static final String DEVICE_SERVICE = "device";

    private Wire() {}

    /**
     * What each side sends first.
     *
     * @return the four bytes {@code DKV1}
     */
    public static byte[] preamble() {
        return new byte[]{'D', 'K', 'V', '1'};
    }

    /**
     * The beginning of a text, never with half a character at its end.
     *
     * @param text the text
     * @param most how many UTF-16 units may be left, at least 1
     * @return the text itself if it is no longer
     */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean within = Character.isHighSurrogate(text.charAt(most - 1))
                && Character.isLowSurrogate(text.charAt(most));
        return text.substring(0, within ? most - 1 : most);
    }
}
