// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.device.dummy.keyboard.file.EventFormat;
import dkvm.sdk.bridge.DeviceFacts.Problem;
import dkvm.sdk.config.Options;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Looks at option {@code file}, which both device types have. */
final class FileOption {
    static final String NAME = "file";

    private FileOption() {}

    static List<Problem> problems(Options options) {
        var file = options.optional(NAME).orElse("");
        try {
            return EventFormat.isSupported(Path.of(file)) ? List.of() : problem(file, "no format for this name");
        } catch (InvalidPathException e) {
            return problem(file, String.valueOf(e.getReason()));
        }
    }

    private static List<Problem> problem(String file, String what) {
        return List.of(new Problem(NAME, "\"" + file + "\": " + what + "; it must end in " + EventFormat.EXTENSIONS));
    }
}
