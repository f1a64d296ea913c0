// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a kernel's process uses of the machine.
 *
 * @param threads the names of its threads, as far as the system keeps them
 * @param files its open files
 * @param heap bytes of all live objects in its Java heap
 * @param resident kilobytes of its memory that are in RAM
 */
record Vitals(List<String> threads, int files, long heap, long resident) {
    private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    /** Its four threads come and go as the JVM likes. */
    private static final String COMMON_POOL = "ForkJoinPool.co";
    /** Connections that are just being closed, threads that are just ending. */
    private static final int PASSING = 3;
    private static final long HEAP_SLACK = 2 << 20;
    private static final long RESIDENT_SLACK_KB = 16 << 10;

    /** Now. Counting what lives collects all that does not. */
    static Vitals of(Kernel kernel) throws IOException, InterruptedException {
        long pid = kernel.process().pid();
        // First: the first question starts a thread in it.
        long heap = heap(pid);
        return new Vitals(threads(pid), count(pid, "fd"), heap,
                first(RESIDENT, Files.readString(proc(pid, "status"))));
    }

    /** Nothing has grown since: what is there now is what was there before, and what comes and goes. */
    void assertAsBefore(Vitals before) {
        var both = before + " before, " + this + " now";
        var more = new ArrayList<>(threads);
        before.threads.forEach(more::remove);
        assertThat(threads).as("threads: %s; new %s", both, more)
                .hasSizeLessThanOrEqualTo(before.threads.size() + PASSING);
        assertThat(files).as("files: %s", both).isLessThanOrEqualTo(before.files + PASSING);
        assertThat(heap).as("heap: %s", both).isLessThan(before.heap + before.heap / 10 + HEAP_SLACK);
        assertThat(resident).as("resident: %s", both)
                .isLessThan(before.resident + before.resident / 4 + RESIDENT_SLACK_KB);
    }

    private static long heap(long pid) throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(Lab.JAVA.resolveSibling("jcmd").toString(), Long.toString(pid),
                "GC.class_histogram").redirectErrorStream(true).start();
        var said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(said).isZero();
        return first(TOTAL, said);
    }

    private static List<String> threads(long pid) throws IOException {
        var names = new ArrayList<String>();
        try (var tasks = Files.list(proc(pid, "task"))) {
            for (var task : tasks.toList()) {
                try {
                    var name = Files.readString(task.resolve("comm")).strip();
                    if (!name.startsWith(COMMON_POOL)) {
                        names.add(name);
                    }
                } catch (NoSuchFileException e) {
                    // It has just ended.
                }
            }
        }
        return names;
    }

    private static int count(long pid, String folder) throws IOException {
        try (var entries = Files.list(proc(pid, folder))) {
            return (int) entries.count();
        }
    }

    private static Path proc(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    private static long first(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        assertThat(match.find()).as("%s in %s", pattern, text).isTrue();
        return Long.parseLong(match.group(1));
    }
}
