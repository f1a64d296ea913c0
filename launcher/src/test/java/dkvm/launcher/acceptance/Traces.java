// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What programs leave behind: processes, and files in the folders that everybody writes to. */
final class Traces {
    private static final List<Path> SHARED = List.of(Path.of("/tmp"), Path.of("/dev/shm"));
    /** Names that we, and what we are made of, give to files. */
    private static final Pattern OURS = Pattern.compile("(?i).*(dkvm|felix|jline|bundle|snakeyaml|logback|gogo).*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Traces() {}

    /** The processes that have this folder in their environment, as a kernel and its devices have that of their home. */
    static List<ProcessHandle> processes(Path folder) {
        return ProcessHandle.allProcesses().filter(process -> environment(process).contains(folder + "/")
                || environment(process).contains(folder + "\0")).filter(ProcessHandle::isAlive).toList();
    }

    private static String environment(ProcessHandle process) {
        try {
            var bytes = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "environ"));
            return new String(bytes, StandardCharsets.UTF_8) + "\0";
        } catch (IOException e) {
            // It is gone, a zombie, or somebody else's.
            return "";
        }
    }

    /** Processes whose parent this is, those included that have ended and were not waited for. */
    static List<Long> children(long parent) throws IOException {
        try (var all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> NUMBER.matcher(process.getFileName().toString()).matches())
                    .filter(process -> parent(process) == parent)
                    .map(process -> Long.valueOf(process.getFileName().toString())).toList();
        }
    }

    /**
     * Whether a process, whoever's child it is by now, runs no more. One that lost its parent waits as a zombie, which to
     * Java is alive, until the system's first process fetches it: in a container that may take seconds.
     */
    static boolean ended(ProcessHandle process) {
        return !process.isAlive() || stat(Path.of("/proc", String.valueOf(process.pid())))
                .map(fields -> fields.getFirst().equals("Z")).orElse(true);
    }

    private static long parent(Path process) {
        return stat(process).map(fields -> Long.parseLong(fields.get(1))).orElse(0L);
    }

    /** Its state, its parent and more; empty for a process that is gone. */
    private static Optional<List<String>> stat(Path process) {
        try {
            var stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The name before it may hold anything.
            return Optional.of(List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String describe(List<ProcessHandle> processes) {
        return processes.stream().map(process -> process.pid() + " " + process.info().commandLine().orElse("?"))
                .collect(Collectors.joining("\n"));
    }

    /** What lies in the shared folders now. */
    static Set<Path> shared() {
        var all = new TreeSet<Path>();
        for (var folder : SHARED) {
            for (var entry : list(folder)) {
                all.add(entry);
                if (entry.toString().contains("hsperfdata_")) {
                    all.addAll(list(entry));
                }
            }
        }
        return all;
    }

    private static List<Path> list(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What is new in the shared folders and can only be ours: others write there too, while a test runs. */
    static List<Path> left(Set<Path> before, Set<Long> pids) {
        return shared().stream().filter(path -> !before.contains(path)).filter(path -> ours(path, pids)).toList();
    }

    private static boolean ours(Path path, Set<Long> pids) {
        var name = path.getFileName().toString();
        return OURS.matcher(name).matches() || NUMBER.matcher(name).results()
                .anyMatch(number -> number.group().length() < 10 && pids.contains(Long.parseLong(number.group())));
    }
}
