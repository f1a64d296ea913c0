// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import java.io.IOException;

/** What came over the wire is not the protocol. Its message is for people. */
public final class WireException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * A breach of the protocol.
     *
     * @param message what came, and what was expected
     */
    public WireException(String message) {
        super(message);
    }
}
