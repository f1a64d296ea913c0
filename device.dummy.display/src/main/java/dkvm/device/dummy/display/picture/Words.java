// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.picture;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says what an exception about a file means; many of them hold nothing but the file's name. */
public final class Words {
    private Words() {}

    /**
     * What went wrong.
     *
     * @param e what was thrown
     * @param file the file that the sentence already names
     * @return words without a capital letter and a full stop
     */
    public static String of(IOException e, Path file) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException denied -> "permission denied" + where(denied, file);
            case FileAlreadyExistsException other -> "not a folder" + where(other, file);
            case FileSystemException f when f.getReason() != null -> f.getReason() + where(f, file);
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String where(FileSystemException e, Path file) {
        return e.getFile() == null || e.getFile().equals(file.toString()) ? "" : " (" + e.getFile() + ")";
    }
}
