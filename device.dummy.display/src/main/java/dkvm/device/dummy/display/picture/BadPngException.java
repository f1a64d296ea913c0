// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

/** Says what is wrong with the content of a PNG file, without its name. */
final class BadPngException extends Exception {
    private static final long serialVersionUID = 1;

    BadPngException(String message) {
        super(message);
    }
}
