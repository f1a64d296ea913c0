// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The jars of a folder: regular files called {@code *.jar}, none that begin with a dot; what else lies there is ignored. */
final class FolderListing {
    private static final Pattern NAME = Pattern.compile("(?!\\.)[^/\\n]+\\.jar");

    private FolderListing() {}

    /** Whether a file of this name counts. */
    static boolean isJar(String name) {
        return NAME.matcher(name).matches();
    }

    /** What the jars are now, by name. A file that goes meanwhile is left out. */
    static SortedMap<String, FileStat> of(Path folder) throws IOException {
        var files = new TreeMap<String, FileStat>();
        try (var entries = Files.newDirectoryStream(folder, entry -> isJar(entry.getFileName().toString()))) {
            for (var entry : entries) {
                if (Files.isRegularFile(entry)) {
                    put(files, entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static void put(SortedMap<String, FileStat> files, Path entry) throws IOException {
        try {
            files.put(entry.getFileName().toString(), FileStat.of(entry));
        } catch (NoSuchFileException _) {
            // Taken away since the listing began.
        }
    }

    /** Why a folder cannot be listed, and what to do. */
    static String words(Path folder, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> folder + " is not there; what runs stays, make it anew";
            case NotDirectoryException _ -> folder + " is no folder; what runs stays, make it one";
            case AccessDeniedException _ -> folder + " cannot be read; what runs stays, give its owner the right to";
            default -> folder + " cannot be read; what runs stays: " + e.getMessage();
        };
    }
}
