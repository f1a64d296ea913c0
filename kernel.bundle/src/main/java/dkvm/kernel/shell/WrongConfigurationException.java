// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;

/** A configuration file is wrong: each line says where and what, and what to do. */
final class WrongConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongConfigurationException(List<String> lines) {
        super(String.join("\n", lines));
    }
}
