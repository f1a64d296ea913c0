// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.Sizes;
import dkvm.kernel.config.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads a jar to the end of each entry: what can be read once can be read by the framework and by the device. */
final class ZipReading {
    /** More entries no device jar has. */
    static final int MOST_ENTRIES = 50_000;
    /** What a jar may hold, unpacked. */
    static final long MOST_BYTES = 512L << 20;
    /** What the kernel itself reads into its memory. */
    static final long MOST_READ_BYTES = 8L << 20;
    private static final int CHUNK = 64 * 1024;

    private final ZipFile zip;
    private final long mostBytes;
    private final byte[] buffer = new byte[CHUNK];
    private long bytes;

    private ZipReading(ZipFile zip, long mostBytes) {
        this.zip = zip;
        this.mostBytes = mostBytes;
    }

    /** Reads all of it, of which there may be so many bytes; then, if it is signed, once more for its signature. */
    static void of(Path jar, long mostBytes) throws RefusedException {
        boolean signed = false;
        try (var zip = new ZipFile(jar.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw new RefusedException("it has " + zip.size() + " entries, " + MOST_ENTRIES + " are allowed"
                        + "; a device jar holds its program and the libraries it needs, no more");
            }
            var reading = new ZipReading(zip, mostBytes);
            var names = new HashSet<String>();
            for (var entry : Collections.list(zip.entries())) {
                checkName(entry.getName());
                if (!names.add(entry.getName())) {
                    throw new RefusedException("it has two entries " + Words.quote(entry.getName())
                            + "; build it anew with one");
                }
                reading.read(entry);
                signed |= entry.getName().startsWith("META-INF/") && entry.getName().endsWith(".SF");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedException("it cannot be read as a zip file: " + e.getMessage()
                    + "; copy it again, or build it anew", e);
        }
        if (signed) {
            verify(jar);
        }
    }

    private static void checkName(String name) throws RefusedException {
        if (name.startsWith("/") || name.contains("\\") || Arrays.asList(name.split("/", -1)).contains("..")) {
            throw new RefusedException("its entry " + Words.quote(name)
                    + " leads out of the jar; build it anew, with plain relative names");
        }
    }

    private void read(ZipEntry entry) throws RefusedException {
        var crc = new CRC32();
        long before = bytes;
        long most = isReadByKernel(entry.getName()) ? Math.min(mostBytes, before + MOST_READ_BYTES) : mostBytes;
        // The stream itself does not compare the sum.
        try (var in = zip.getInputStream(entry)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
                bytes += read;
                if (bytes > most) {
                    throw new RefusedException(tooMuch(entry, most));
                }
            }
        } catch (IOException e) {
            throw new RefusedException(damaged(entry) + " (" + e.getMessage() + ")", e);
        }
        if (crc.getValue() != entry.getCrc() || bytes - before != entry.getSize()) {
            throw new RefusedException(damaged(entry));
        }
    }

    private static boolean isReadByKernel(String name) {
        return name.startsWith("META-INF/") || name.startsWith("OSGI-INF/") || name.endsWith(".class");
    }

    private String tooMuch(ZipEntry entry, long most) {
        return most == mostBytes
                ? "it holds more than " + Sizes.text(mostBytes)
                        + " unpacked; a device jar holds its program and the libraries it needs, no more"
                : "its entry " + Words.quote(entry.getName()) + " is larger than " + Sizes.text(MOST_READ_BYTES)
                        + " unpacked; large data belongs into entries of other names";
    }

    private static String damaged(ZipEntry entry) {
        return "its entry " + Words.quote(entry.getName()) + " is damaged; copy the jar again, or build it anew";
    }

    private static void verify(Path file) throws RefusedException {
        try (var jar = new JarFile(file.toFile(), true)) {
            for (var entry : Collections.list(jar.entries())) {
                try (var in = jar.getInputStream(entry)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException | SecurityException e) {
            throw new RefusedException("its signature does not fit its content: " + e.getMessage()
                    + "; sign it anew, or not at all", e);
        }
    }
}
