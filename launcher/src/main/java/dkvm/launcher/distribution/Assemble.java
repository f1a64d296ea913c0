// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.distribution;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;

/**
 * Completes a distribution whose jars Maven has copied, then lets the link {@code target/dkvm} point to it. Only the
 * build runs this.
 */
public final class Assemble {
    private static final DateTimeFormatter BUILD = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
    private static final int KEPT = 2;

    private Assemble() {}

    /**
     * Runs.
     *
     * @param args the launcher's module folder, the time the build began ({@code yyyyMMdd-HHmmss-SSS} UTC, also the new
     *            folder's name), the launcher's jar in {@code target}
     * @throws IOException if something is missing, or cannot be written
     */
    public static void main(String[] args) throws IOException {
        var module = Path.of(args[0]);
        var dist = module.resolve("target/dist").resolve(args[1]);
        var top = module.resolveSibling("");
        Files.copy(module.resolve("target").resolve(args[2]), dist.resolve("lib").resolve(args[2]),
                StandardCopyOption.REPLACE_EXISTING);
        copyTree(module.resolve("src/main/dist"), dist);
        copyTree(top.resolve("examples"), dist.resolve("examples"));
        Files.createDirectories(dist.resolve("conf"));
        Files.copy(top.resolve("cnf/kernel.bndrun"), dist.resolve("conf/kernel.bndrun"));
        Files.copy(top.resolve("cnf/logging/logging.properties"), dist.resolve("conf/logging.properties"));
        Files.copy(top.resolve("LICENSE"), dist.resolve("LICENSE"));
        Files.setPosixFilePermissions(dist.resolve("bin/dkvm"), PosixFilePermissions.fromString("rwxr-xr-x"));
        keepListed(dist);
        // Dated to the build's beginning: a source saved while it ran is newer.
        var began = LocalDateTime.parse(args[1], BUILD).toInstant(ZoneOffset.UTC);
        Files.setLastModifiedTime(Files.createFile(dist.resolve(".built")), FileTime.from(began));
        swapLink(module.resolve("target/dkvm"), Path.of("dist", args[1]));
        removeOld(dist);
    }

    private static void keepListed(Path dist) throws IOException {
        var listed = new HashSet<Path>();
        new Distribution(dist).bundles().forEach(jar -> listed.add(jar.path()));
        try (var files = Files.newDirectoryStream(dist.resolve("bundles"))) {
            for (var file : files) {
                if (!listed.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void swapLink(Path link, Path target) throws IOException {
        var next = link.resolveSibling("." + target.getFileName());
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, target);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes older distributions but the last, and but those that a kernel runs from. */
    private static void removeOld(Path newest) throws IOException {
        var inUse = new HashSet<String>();
        ProcessHandle.allProcesses().forEach(p -> p.info().commandLine().ifPresent(inUse::add));
        try (var all = Files.list(newest.resolveSibling(""))) {
            var old = all.sorted(Comparator.reverseOrder()).skip(KEPT).toList();
            for (var folder : old) {
                if (inUse.stream().noneMatch(line -> line.contains(folder.toString()))) {
                    deleteTree(folder);
                }
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                // What examples wrote stays here; the folder they write to comes along.
                return folder.endsWith("out") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void deleteTree(Path tree) throws IOException {
        try (var all = Files.walk(tree)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
