// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Ends a command with one line for the user and an exit code. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Something failed while it ran. */
    static final int FAILED = 1;
    /** Wrong usage or configuration. */
    static final int USAGE = 2;
    /** There is no kernel to talk to. */
    static final int NO_KERNEL = 3;

    private final int code;

    private CommandFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The exit code. */
    int code() {
        return code;
    }

    /** Something failed: what is wrong; what to do. */
    static CommandFailure failed(String message) {
        return new CommandFailure(FAILED, message);
    }

    /** The user asked for something that cannot be: what is wrong; what to do. */
    static CommandFailure usage(String message) {
        return new CommandFailure(USAGE, message);
    }

    /** Nobody answers: what is wrong; what to do. */
    static CommandFailure noKernel(String message) {
        return new CommandFailure(NO_KERNEL, message);
    }

    /** Says in words what went wrong with a file; the JDK names only the file. */
    static String words(IOException e) {
        var text = String.valueOf(e.getMessage());
        return switch (e) {
            case NoSuchFileException _ -> text + ": no such file";
            case AccessDeniedException _ -> text + ": permission denied";
            case NotDirectoryException _ -> text + ": not a folder";
            case FileAlreadyExistsException _ -> text + ": is in the way";
            case FileSystemException f when f.getReason() == null -> text + ": input/output error";
            default -> text;
        };
    }
}
