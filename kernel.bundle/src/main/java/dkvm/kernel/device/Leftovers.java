// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.kernel.device.linux.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which processes a kernel has, kept in a folder, a file each: so that the next kernel can end what a killed one
 * left. A process is known again by its pid and its start time together; what it started and did not survive itself, by its
 * session and the home in its environment.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Path home;
    private final Path folder;

    Leftovers(Path home) {
        this.home = home;
        this.folder = home.resolve("devices");
    }

    void note(String device, ProcessHandle process) {
        try {
            Files.createDirectories(folder);
            // No note is called that. On a full disk it would be empty.
            var whole = folder.resolve("." + device);
            Files.writeString(whole, process.pid() + " " + started(process).orElse(0L) + "\n");
            Files.move(whole, file(device, process.pid()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{}: its process could not be noted in {}: {}", device, folder, e.toString());
        }
    }

    /** A device may have two, while one takes the other's place. */
    private Path file(String device, long pid) {
        return folder.resolve(device + "." + pid);
    }

    private static String device(Path file) {
        var name = file.getFileName().toString();
        int end = name.indexOf('.', 1);
        return end < 0 ? name : name.substring(0, end);
    }

    void forget(String device, long pid) {
        try {
            Files.deleteIfExists(file(device, pid));
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
            files.forEach(this::end);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("processes of an earlier kernel could not be looked for in {}: {}", folder, e.toString());
        }
    }

    private void end(Path file) {
        try {
            // Latin 1: a torn file is no reason to leave the others.
            Note.of(Files.readString(file, StandardCharsets.ISO_8859_1)).ifPresent(note -> {
                note.alive().ifPresent(process -> {
                    LOG.warn("{}: process {} of an earlier kernel is still there and is killed", device(file),
                            process.pid());
                    ProcessTree.kill(process);
                });
                Sessions.kill(note.pid, "DKVM_HOME=" + home);
            });
            Files.delete(file);
        } catch (IOException e) {
            LOG.warn("a process of an earlier kernel could not be looked for in {}: {}", file, e.toString());
        }
    }

    /** A process as it was noted. */
    private record Note(long pid, long since) {

        static Optional<Note> of(String text) {
            var parts = text.strip().split(" ", -1);
            try {
                return Optional.of(new Note(Long.parseLong(parts[0]), Long.parseLong(parts[parts.length - 1])));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        Optional<ProcessHandle> alive() {
            return ProcessHandle.of(pid).filter(process -> started(process).filter(at -> at == since).isPresent())
                    .filter(Note::isNoZombie);
        }

        /** What has ended but was not waited for yet, by whoever inherited it, has no program any more. */
        private static boolean isNoZombie(ProcessHandle process) {
            return process.info().command().isPresent();
        }
    }

    private static Optional<Long> started(ProcessHandle process) {
        return process.info().startInstant().map(at -> at.toEpochMilli());
    }
}
