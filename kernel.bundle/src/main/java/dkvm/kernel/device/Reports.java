// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files on what went wrong, {@code ID-KIND-TIME.txt} in the kernel's log folder, the newest few of each kind for each
 * device. Where they cannot be written that is said once, and nothing else comes of it. On the scheduler's thread.
 */
final class Reports {
    /** So many are kept of a device and kind. */
    static final int KEPT = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final String TIME_PATTERN = "\\d{8}T\\d{6}\\.\\d{3}Z";

    private final Path folder;
    /** Until one can be written again. */
    private boolean complained;

    /** What a JVM's own report on its crash is called; it knows its pid as {@code %p}. */
    static String jvmFile(String device, String pid) {
        return device + "-hs_err_" + pid + ".log";
    }

    Reports(Path folder) {
        this.folder = folder;
    }

    /**
     * A process has ended.
     *
     * @param device whose it was
     * @param threads what it wrote about its threads, if anything
     * @param crash the report on its end, if it is worth one
     * @return where the report is, if there is one
     */
    Optional<Path> keep(String device, byte[] threads, Optional<CrashReport> crash) {
        if (threads.length > 0) {
            write(device, "threads", threads)
                    .ifPresent(file -> LOG.warn("{}: what its threads did is in {}", device, file));
        }
        if (crash.flatMap(report -> ofJvm(device, report.pid())).isPresent()) {
            tidyJvm(device);
        }
        return crash.flatMap(report -> write(device, "crash", report.text().getBytes(StandardCharsets.UTF_8)));
    }

    /** What a device's JVM wrote about its crash, if it did. */
    Optional<Path> ofJvm(String device, long pid) {
        return Optional.of(folder.resolve(jvmFile(device, Long.toString(pid)))).filter(Files::exists);
    }

    /** Their names do not tell which are older. */
    private void tidyJvm(String device) {
        try {
            delete(all(Pattern.compile(Pattern.quote(device) + "-hs_err_\\d+\\.log"),
                    Comparator.comparing(Reports::modified)));
        } catch (IOException e) {
            LOG.warn("{}: old reports of its JVMs could not be deleted from {}: {}", device, folder, e.toString());
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Path> write(String device, String kind, byte[] text) {
        try {
            Files.createDirectories(folder);
            var file = writeNew(device + "-" + kind + "-", text);
            // Another device's id may begin with this one's.
            delete(all(Pattern.compile(Pattern.quote(device + "-" + kind + "-") + TIME_PATTERN + "\\.txt"),
                    Comparator.naturalOrder()));
            complained = false;
            return Optional.of(file);
        } catch (IOException e) {
            if (!complained) {
                LOG.warn("{}: no report of what went wrong could be kept in {}: {}", device, folder, e.toString());
            }
            complained = true;
            return Optional.empty();
        }
    }

    private Path writeNew(String prefix, byte[] text) throws IOException {
        for (var time = Instant.now();; time = time.plusMillis(1)) {
            var file = folder.resolve(prefix + TIME.format(time) + ".txt");
            try {
                return write(file, text);
            } catch (FileAlreadyExistsException e) {
                LOG.debug("{} is there already", file);
            }
        }
    }

    /** A part of a report is none. */
    private static Path write(Path file, byte[] text) throws IOException {
        Files.createFile(file);
        try {
            return Files.write(file, text, StandardOpenOption.WRITE);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void delete(List<Path> files) throws IOException {
        for (var old : files.subList(0, Math.max(0, files.size() - KEPT))) {
            Files.deleteIfExists(old);
        }
    }

    private List<Path> all(Pattern name, Comparator<Path> order) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> name.matcher(file.getFileName().toString()).matches()).sorted(order).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
