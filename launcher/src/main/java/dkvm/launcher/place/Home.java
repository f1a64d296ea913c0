// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.place;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

/**
 * A kernel's home, whose folders are there, for their owner alone.
 *
 * @param path the folder, without links in its name
 */
public record Home(Path path) {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    /**
     * Makes what is missing.
     *
     * @param path the home's path
     * @return the home
     * @throws IOException if a folder cannot be made
     */
    public static Home open(Path path) throws IOException {
        folder(path);
        var home = new Home(path.toRealPath());
        if (home.path().toString().contains(File.pathSeparator)) {
            throw new IOException(home.path() + " has a \"" + File.pathSeparator
                    + "\" in its name, which no path of Java classes can have");
        }
        for (var part : new Path[]{home.run(), home.temporary(), home.log(), home.store(), home.deploy(),
                home.devices()}) {
            folder(part);
        }
        return home;
    }

    /** Makes a folder, and all above it, for its owner alone; one that is there already loses others' access. */
    static void folder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER));
        }
        if (!Files.getPosixFilePermissions(path).equals(OWNER)) {
            Files.setPosixFilePermissions(path, OWNER);
        }
    }

    /**
     * What lives no longer than the kernel.
     *
     * @return a folder
     */
    public Path run() {
        return path.resolve("run");
    }

    /**
     * For temporary files.
     *
     * @return a folder
     */
    public Path temporary() {
        return run().resolve("tmp");
    }

    /**
     * The framework's.
     *
     * @return a folder that the framework makes and cleans
     */
    public Path framework() {
        return run().resolve("felix");
    }

    /**
     * Log files.
     *
     * @return a folder
     */
    public Path log() {
        return path.resolve("log");
    }

    /**
     * Jars by their content's hash.
     *
     * @return a folder
     */
    public Path store() {
        return path.resolve("store");
    }

    /**
     * Device jars that stand over those of the distribution, unless the kernel was told another folder.
     *
     * @return a folder
     */
    public Path deploy() {
        return path.resolve("deploy");
    }

    /**
     * Records of device processes.
     *
     * @return a folder
     */
    public Path devices() {
        return path.resolve("devices");
    }

    /**
     * Where a report waits that is to be printed.
     *
     * @return a file
     */
    public Path report() {
        return run().resolve("report.json");
    }

    /**
     * Where the kernel says that it is there.
     *
     * @return a file, missing while no kernel runs
     */
    public Path kernelFile() {
        return path.resolve("kernel.json");
    }

    /**
     * Clears what a killed kernel left. For the owner of the home's lock only.
     *
     * @throws IOException if that is not possible
     */
    public void takeOver() throws IOException {
        Files.deleteIfExists(kernelFile());
        Files.deleteIfExists(report());
        try (var parts = Files.newDirectoryStream(temporary())) {
            for (var part : parts) {
                delete(part);
            }
        }
    }

    /**
     * Deletes a file or a folder with all in it; links are not followed.
     *
     * @param tree what to delete; may be missing
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path tree) throws IOException {
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            try (var all = Files.walk(tree)) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
