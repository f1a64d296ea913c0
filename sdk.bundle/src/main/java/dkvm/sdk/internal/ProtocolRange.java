// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.wire.Wire;

/**
 * The protocol versions a kernel speaks, from {@code DKVM_PROTOCOL}.
 *
 * @param min the oldest
 * @param max the newest
 */
record ProtocolRange(int min, int max) {

    /**
     * Reads {@code MIN-MAX}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static ProtocolRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash > 0) {
            try {
                return new ProtocolRange(Integer.parseInt(text, 0, dash, 10),
                        Integer.parseInt(text, dash + 1, text.length(), 10));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("no range of versions: " + text, e);
            }
        }
        throw new IllegalArgumentException("no range of versions: " + text);
    }

    boolean includesOurs() {
        return min <= Wire.VERSION && Wire.VERSION <= max;
    }
}
