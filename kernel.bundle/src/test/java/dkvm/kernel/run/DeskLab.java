// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.config.DeviceEntry;
import dkvm.kernel.config.MemoryConfigurationAdmin;
import dkvm.kernel.config.PipelineEntry;
import dkvm.kernel.config.Revisions;
import dkvm.kernel.device.TestKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A desk with a file, and devices that follow it; ConfigAdmin and its components are played. */
public final class DeskLab implements AutoCloseable {
    /** Two devices that do nothing, and a link. */
    public static final String DESK = """
            version: 1
            kernel: {name: lab}
            devices:
              a: {type: process, config: {command: [sleep, "60"], ports: {out: {keys: keyboard}}}}
              b: {type: process, config: {command: [sleep, "60"], ports: {in: {keys: keyboard}}}}
            pipelines:
              p: {from: a, to: b}
            """;

    public final TestKernel kernel;
    public final LiveDesk desk;
    public final Path file;
    /** The PIDs that were written, and, behind a {@code -}, those that were deleted. */
    final List<String> followed = new ArrayList<>();
    private final Revisions revisions = new Revisions();

    /** With {@link #DESK}, not yet applied. */
    public DeskLab(Path home, boolean untilEnd) throws IOException {
        kernel = new TestKernel(home);
        file = home.resolve("desk.yaml");
        var settings = new RunSettings(Optional.of(file), untilEnd, Optional.empty(), Optional.empty(),
                Optional.empty());
        desk = new LiveDesk(settings, List::of, Map.of(), new MemoryConfigurationAdmin(this::follow).service(),
                revisions,
                kernel.devices, kernel.memory);
        write(DESK);
    }

    public void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    /** Applies the file for the first time. */
    public void begin() throws IOException {
        desk.begin();
        TestKernel.await("settled", desk::settled);
    }

    private synchronized void follow(String pid, Map<String, Object> properties, boolean gone) {
        followed.add((gone ? "-" : "") + pid);
        var id = pid.substring(pid.indexOf('~') + 1);
        if (pid.startsWith("dkvm.device")) {
            if (gone) {
                kernel.remove(id);
            } else {
                kernel.configure(DeviceEntry.of(properties));
            }
        } else if (gone) {
            kernel.graph.removePipeline(id);
        } else {
            kernel.graph.pipeline(PipelineEntry.of(properties));
        }
        if (gone) {
            revisions.gone(properties);
        } else {
            revisions.reached(properties);
        }
    }

    @Override
    public void close() {
        kernel.close();
    }
}
