// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How much memory there is to be had, by /proc/meminfo and by each control group this process is in. What cannot be
 * read says nothing: without all of it, as on other systems, nothing is known and nothing refused.
 */
final class MachineMemory {
    /**
     * Memory to be had.
     *
     * @param of whose it is, for people
     * @param bytes how much, not negative
     * @param advice how there could be more
     */
    record Room(String of, long bytes, String advice) {}

    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable: +([0-9]{1,15}) kB$");

    private final Path root;

    MachineMemory() {
        this(Path.of("/"));
    }

    /** The files of a system that lies elsewhere. */
    MachineMemory(Path root) {
        this.root = root;
    }

    /** All that is known. */
    List<Room> rooms() {
        var rooms = new ArrayList<Room>();
        var available = AVAILABLE.matcher(read(root.resolve("proc/meminfo")));
        if (available.find()) {
            rooms.add(new Room("this machine (MemAvailable of /proc/meminfo)",
                    Long.parseLong(available.group(1)) << 10, "end other programs"));
        }
        var mounts = read(root.resolve("proc/self/mountinfo"));
        var groups = read(root.resolve("proc/self/cgroup"));
        for (var version : CgroupVersion.values()) {
            version.folders(mounts, groups, root).forEach(folder -> version.room(folder)
                    .ifPresent(bytes -> rooms.add(new Room("the control group " + folder, bytes,
                            "raise its limit (MemoryMax= of a systemd unit, --memory of a container)"))));
        }
        return rooms;
    }

    /** A file's text; empty for one that is not there. */
    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** A file that holds one number. */
    static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(read(file).strip()));
        } catch (NumberFormatException e) {
            // "max", or nothing.
            return OptionalLong.empty();
        }
    }
}
