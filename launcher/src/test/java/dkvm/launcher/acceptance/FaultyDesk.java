// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/** A desk whose devices come to harm and are there again, and what must be true of it all the same. */
final class FaultyDesk {
    /** What every device's restart policy is: quick, and patient without end. */
    static final String RESTART = "restart: {initial: 20ms, max: 200ms, limit: 0}";

    private final Lab lab;
    private final Kernel kernel;
    private final Random random;

    FaultyDesk(Lab lab, Random random, String yaml) throws IOException {
        this.lab = lab;
        this.random = random;
        this.kernel = lab.start("--report", lab.file("report.json"), lab.desk(yaml));
        Await.until("all devices running", this::running);
    }

    Kernel kernel() {
        return kernel;
    }

    /** Kills some device's process at once, however far it has come. */
    void kill() {
        some().destroyForcibly();
    }

    /** Some device's process stands still from now on, until the kernel finds that it does. */
    void freeze() throws IOException, InterruptedException {
        Kernel.signal("STOP", some().pid());
    }

    /** Kills any process that the kernel has, also one that is to become a device's. */
    void killAny() {
        any().destroyForcibly();
    }

    /** Any such process stands still from now on, until the kernel finds that it does. */
    void freezeAny() throws IOException, InterruptedException {
        Kernel.signal("STOP", any().pid());
    }

    private ProcessHandle any() {
        return Await.find(() -> "a process", Await.LONG, () -> {
            var children = Traces.children(kernel.process().pid());
            return children.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(children.get(random.nextInt(children.size())));
        });
    }

    private ProcessHandle some() {
        return Await.find(() -> "a device with a process: " + kernel.devices(), Await.LONG, () -> {
            var alive = kernel.devices().stream().filter(device -> !device.get("pid").isJsonNull()).toList();
            return alive.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(alive.get(random.nextInt(alive.size())).get("pid").getAsLong());
        });
    }

    /** Everything runs, and events come in and out on every link. */
    void awaitWell() {
        var before = kernel.links().all();
        Await.find(() -> "all devices running and all links flowing: " + kernel.devices() + " " + kernel.links().all(),
                Await.LONG, () -> running() && flowing(before) ? Optional.of(true) : Optional.empty());
    }

    private boolean running() {
        var devices = kernel.devices();
        return !devices.isEmpty()
                && devices.stream().allMatch(device -> device.get("state").getAsString().equals("RUNNING"));
    }

    private boolean flowing(List<JsonObject> before) {
        var now = kernel.links().all();
        for (int i = 0; i < before.size(); i++) {
            if (Links.number(now.get(i), "out") <= Links.number(before.get(i), "out")) {
                return false;
            }
        }
        return true;
    }

    /** The kernel has its devices' processes and no others, alive or dead, and nobody else has one of this desk. */
    void assertNobodyElse() {
        awaitNobodyElse(lab, kernel);
    }

    static void awaitNobodyElse(Lab lab, Kernel kernel) {
        Await.until("no process but the devices'", () -> {
            var expected = new TreeSet<Long>();
            kernel.devices().forEach(device -> expected.add(device.get("pid").getAsLong()));
            var children = new TreeSet<>(Traces.children(kernel.process().pid()));
            expected.add(kernel.process().pid());
            children.add(kernel.process().pid());
            var all = new TreeSet<Long>();
            Traces.processes(lab.file(".").normalize()).forEach(process -> all.add(process.pid()));
            return children.equals(expected) && all.equals(expected);
        });
    }

    /** Ends it in good order: nothing leaked, nothing is hidden. */
    void end() throws IOException, InterruptedException {
        kernel.signal("TERM");
        assertThat(kernel.awaitExit(Lab.STOP)).as(kernel.log()).isZero();
        assertThat(kernel.log()).doesNotContain(" ERROR ");
        var report = JsonParser.parseString(Files.readString(lab.file("report.json"))).getAsJsonObject();
        assertThat(Links.number(report.getAsJsonObject("memory"), "leaked")).isZero();
        Links.of(report).balanced();
    }
}
