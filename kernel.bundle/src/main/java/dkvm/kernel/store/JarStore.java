// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Jars under their content's SHA-256, each written once: so location, class path entry and content are one, and the
 * original may be overwritten or vanish while a bundle or a device runs from here. Threads and processes may share a
 * folder.
 */
public final class JarStore {
    /** A JVM knows the jars of its start-up cache by their times too: in each store the same for the same content. */
    private static final FileTime SAME_TIME = FileTime.fromMillis(0);

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String ENDING = ".jar";

    private static final String UNFINISHED = ".put";
    private static final String UNFINISHED_ENDING = ".tmp";

    private final Path folder;

    /**
     * A store.
     *
     * @param folder where the jars lie; it is made when something is put in
     */
    public JarStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Puts a file's content in.
     *
     * @param jar the file
     * @return {@code FOLDER/SHA256.jar}
     * @throws IOException if the file cannot be read or the store cannot be written
     */
    public Path put(Path jar) throws IOException {
        try (var in = Files.newInputStream(jar)) {
            return put(in);
        }
    }

    /**
     * Puts a stream's content in.
     *
     * @param jar read to its end, not closed
     * @return {@code FOLDER/SHA256.jar}; a file that is already there is kept
     * @throws IOException if the stream cannot be read or the store cannot be written
     */
    public Path put(InputStream jar) throws IOException {
        Files.createDirectories(folder);
        var temporary = Files.createTempFile(folder, UNFINISHED, UNFINISHED_ENDING);
        try {
            var digest = sha256();
            Files.copy(new DigestInputStream(jar, digest), temporary, StandardCopyOption.REPLACE_EXISTING);
            var stored = file(folder, HexFormat.of().formatHex(digest.digest()));
            // Same length and a name that only a complete file gets: what a torn disk left is written anew.
            if (!Files.isRegularFile(stored) || Files.size(stored) != Files.size(temporary)) {
                Files.setLastModifiedTime(temporary, SAME_TIME);
                Files.move(temporary, stored, StandardCopyOption.ATOMIC_MOVE);
            }
            return stored;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Writing names neither the file nor what to do.
            throw new IOException("cannot copy a bundle into " + folder + ": " + e.getMessage()
                    + "; see whether its disk is full", e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * The file of a content that was put in before.
     *
     * @param hash the content's SHA-256
     * @return {@code FOLDER/SHA256.jar}; empty if it is not there or no longer what it was
     * @throws IOException if it is there and cannot be read
     * @throws IllegalArgumentException if that is no such hash
     */
    public Optional<Path> find(String hash) throws IOException {
        var stored = file(folder, hash);
        if (!Files.isRegularFile(stored)) {
            return Optional.empty();
        }
        var digest = sha256();
        try (var in = new DigestInputStream(Files.newInputStream(stored), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hash(stored).equals(HexFormat.of().formatHex(digest.digest())) ? Optional.of(stored) : Optional.empty();
    }

    /**
     * Removes what nobody needs any more: jars, and what a killed kernel left of one. Only while nothing runs from here
     * but what is kept.
     *
     * @param jars the names of those that stay, {@code SHA256.jar}
     * @throws IOException if the store cannot be read, or a file of it not be removed
     */
    public void keepOnly(Set<String> jars) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var all = Files.newDirectoryStream(folder, JarStore::isOwn)) {
            for (var file : all) {
                if (!jars.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean isOwn(Path file) {
        var name = file.getFileName().toString();
        boolean isJar = name.endsWith(ENDING)
                && HASH.matcher(name.substring(0, name.length() - ENDING.length())).matches();
        return isJar || (name.startsWith(UNFINISHED) && name.endsWith(UNFINISHED_ENDING));
    }

    /**
     * Where the file of a content lies in a store, if it is there.
     *
     * @param folder the store's folder
     * @param hash the content's SHA-256, in hexadecimal digits
     * @return {@code FOLDER/SHA256.jar}
     * @throws IllegalArgumentException if that is no such hash
     */
    public static Path file(Path folder, String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("no SHA-256: " + hash);
        }
        return folder.resolve(hash + ENDING);
    }

    /**
     * What a file of a store is called after.
     *
     * @param stored {@code FOLDER/SHA256.jar}
     * @return its content's SHA-256, in hexadecimal digits
     */
    public static String hash(Path stored) {
        var name = stored.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
