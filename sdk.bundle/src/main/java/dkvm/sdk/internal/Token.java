// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import com.google.protobuf.ByteString;

/** What an author hands to the next process. */
final class Token {
    static final int MAX_BYTES = 32 * 1024;

    private Token() {}

    static ByteString of(byte[] token) {
        if (token.length > MAX_BYTES) {
            throw new IllegalStateException(
                    "token() returned " + token.length + " bytes; " + MAX_BYTES + " are allowed");
        }
        return ByteString.copyFrom(token);
    }
}
