// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which processes a kernel has, kept in a folder, a file each device: so that the next kernel can end what a killed one
 * left. A process is known again by its pid and its start time together.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Path folder;

    Leftovers(Path folder) {
        this.folder = folder;
    }

    void note(String device, ProcessHandle process) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(device), process.pid() + " " + started(process).orElse(0L) + "\n");
        } catch (IOException e) {
            LOG.warn("{}: its process could not be noted in {}: {}", device, folder, e.toString());
        }
    }

    void forget(String device) {
        try {
            Files.deleteIfExists(folder.resolve(device));
        } catch (IOException e) {
            LOG.warn("{}: its process is still noted in {}: {}", device, folder, e.toString());
        }
    }

    /** Ends what is left of a kernel before this one. */
    void end() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            files.forEach(Leftovers::end);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("processes of an earlier kernel could not be looked for in {}: {}", folder, e.toString());
        }
    }

    private static void end(Path file) {
        try {
            // Latin 1: a torn file is no reason to leave the others.
            alive(Files.readString(file, StandardCharsets.ISO_8859_1)).ifPresent(process -> {
                LOG.warn("{}: process {} of an earlier kernel is still there and is killed", file.getFileName(),
                        process.pid());
                ProcessTree.kill(process);
            });
            Files.delete(file);
        } catch (IOException e) {
            LOG.warn("a process of an earlier kernel could not be looked for in {}: {}", file, e.toString());
        }
    }

    private static Optional<ProcessHandle> alive(String note) {
        var parts = note.strip().split(" ", -1);
        try {
            long started = Long.parseLong(parts[parts.length - 1]);
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(process -> started(process).filter(at -> at == started).isPresent())
                    .filter(Leftovers::isNoZombie);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** What has ended but was not waited for yet, by whoever inherited it, has no program any more. */
    private static boolean isNoZombie(ProcessHandle process) {
        return process.info().command().isPresent();
    }

    private static Optional<Long> started(ProcessHandle process) {
        return process.info().startInstant().map(at -> at.toEpochMilli());
    }
}
