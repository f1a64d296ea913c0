// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * What tells without reading whether a file may have changed.
 *
 * @param size in bytes
 * @param mtime when its content was written, or what somebody says of that
 * @param key which file it is, whatever its name
 * @param ctime when anything of it changed last, which nobody can set back; the same as mtime where there is no such time
 */
record FileStat(long size, FileTime mtime, String key, FileTime ctime) {

    /** Of a file, or of what a link points to. */
    static FileStat of(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return of(Files.readAttributes(file,
                unix ? "unix:size,lastModifiedTime,fileKey,ctime" : "size,lastModifiedTime,fileKey"));
    }

    private static FileStat of(Map<String, Object> attributes) {
        var mtime = (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"));
        return new FileStat((Long) Objects.requireNonNull(attributes.get("size")), mtime,
                String.valueOf(attributes.get("fileKey")), (FileTime) attributes.getOrDefault("ctime", mtime));
    }

    /** Whether nobody wrote between the two: a link more or other permissions are no change of the content. */
    boolean isWrittenAs(FileStat other) {
        return size == other.size && mtime.equals(other.mtime) && key.equals(other.key);
    }
}
