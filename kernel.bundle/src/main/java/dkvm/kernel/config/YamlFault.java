// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

/** What ends the reading of a document: behind it nothing can be said. */
final class YamlFault extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Position position;

    YamlFault(Position position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    Position position() {
        return position;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
