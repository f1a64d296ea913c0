// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.nio.file.attribute.FileTime;

/**
 * A jar in the watched folder.
 *
 * @param name the file's name
 * @param stat as the last look found it
 * @param content what is known of its content
 */
record FolderFile(String name, FileStat stat, Content content) {

    /** When it says it was written. */
    FileTime mtime() {
        return stat.mtime();
    }
}
