// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The two forms in which Linux shows control groups; a machine may have both, the memory controller in one of them. */
enum CgroupVersion {
    V1("cgroup", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file") {
        @Override
        boolean isMemory(String controllers) {
            return Arrays.asList(controllers.split(",", -1)).contains("memory");
        }
    },
    V2("cgroup2", "memory.max", "memory.current", "inactive_file") {
        @Override
        boolean isMemory(String controllers) {
            // One hierarchy for all of them: it names none.
            return true;
        }
    };

    /** Of /proc/self/mountinfo: what part of the file system, where, optional fields, type, source, options. */
    private static final Pattern MOUNT = Pattern.compile("(?m)^\\S+ \\S+ \\S+ (\\S+) (\\S+) .*? - (\\S+) \\S+ (\\S+)$");
    private static final Pattern GROUP = Pattern.compile("(?m)^([0-9]+):([^:\n]*):(/.*)$");

    private final String type;
    private final String limit;
    private final String usage;
    private final Pattern reclaimable;

    CgroupVersion(String type, String limit, String usage, String reclaimable) {
        this.type = type;
        this.limit = limit;
        this.usage = usage;
        this.reclaimable = Pattern.compile("(?m)^" + reclaimable + " ([0-9]{1,18})$");
    }

    /** Whether controllers, as a mount's options or a line of /proc/self/cgroup name them, are what we look for. */
    abstract boolean isMemory(String controllers);

    /** The folders of this process's group and those above it, as far as they are visible. */
    List<Path> folders(String mounts, String groups, Path root) {
        var folders = new ArrayList<Path>();
        var mount = MOUNT.matcher(mounts);
        while (mount.find()) {
            if (mount.group(3).equals(type) && isMemory(mount.group(4))) {
                var top = root.resolve(mount.group(2).substring(1)).normalize();
                var folder = inside(top, mount.group(1), group(groups));
                for (; folder != null && folder.startsWith(top); folder = folder.getParent()) {
                    folders.add(folder);
                }
            }
        }
        return folders;
    }

    private String group(String groups) {
        var line = GROUP.matcher(groups);
        while (line.find()) {
            boolean second = line.group(1).equals("0");
            if (second == (this == V2) && isMemory(line.group(2))) {
                return line.group(3);
            }
        }
        return "/";
    }

    /** A container may see its own group as the top, under a path that is the host's. */
    private static Path inside(Path top, String mounted, String group) {
        var below = Path.of(mounted).normalize().relativize(Path.of(group).normalize());
        var folder = top.resolve(below).normalize();
        return folder.startsWith(top) && Files.isDirectory(folder) ? folder : top;
    }

    /**
     * What a group may still take. File contents that nobody used lately count as its usage, but make room for whoever
     * needs it: a recording fills any group to its limit with them.
     */
    OptionalLong room(Path folder) {
        var max = MachineMemory.number(folder.resolve(limit));
        var used = MachineMemory.number(folder.resolve(usage));
        if (max.isEmpty() || used.isEmpty()) {
            return OptionalLong.empty();
        }
        var files = reclaimable.matcher(MachineMemory.read(folder.resolve("memory.stat")));
        long reclaimed = files.find() ? Long.parseLong(files.group(1)) : 0;
        return OptionalLong.of(Math.max(0, max.getAsLong() - Math.max(0, used.getAsLong() - reclaimed)));
    }
}
