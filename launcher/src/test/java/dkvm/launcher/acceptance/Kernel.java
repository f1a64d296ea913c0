// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dkvm.launcher.control.ControlClient;
import dkvm.launcher.control.KernelFile;
import dkvm.launcher.control.Request;
import dkvm.launcher.control.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A kernel that was started by a test. It is asked through its control socket, as {@code dkvm ctl} does. */
final class Kernel {
    private static final Pattern DEVICE_PROCESS = Pattern.compile("running, process (\\d+)");
    private static final int WIDTH = 80;
    private static final int HEIGHT = 24;

    private final Process process;
    private final Path home;
    private final Path err;

    Kernel(Process process, Lab lab) {
        this.process = process;
        this.home = lab.home();
        this.err = lab.file("err");
    }

    Process process() {
        return process;
    }

    /** The process, and those of its devices that came to run. */
    Set<Long> pids() {
        var pids = new HashSet<Long>();
        pids.add(process.pid());
        try {
            DEVICE_PROCESS.matcher(log()).results().forEach(match -> pids.add(Long.parseLong(match.group(1))));
        } catch (IOException e) {
            // It did not come so far.
        }
        return pids;
    }

    /** What it wrote on stderr. */
    String log() throws IOException {
        return Files.readString(err);
    }

    void awaitLog(String text) {
        Await.find(() -> '"' + text + "\" in " + err + ":\n" + read(err), Await.LONG, () -> {
            boolean alive = process.isAlive();
            return log().contains(text) ? Optional.of(true) : whileAlive(alive);
        });
    }

    /** Nothing more comes of a kernel that is gone. */
    private <T> Optional<T> whileAlive(boolean alive) {
        if (!alive) {
            throw new AssertionError("the kernel is over:\n" + read(err));
        }
        return Optional.empty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A command of the control socket; empty where no kernel answers. */
    Optional<String> ask(String... command) {
        var out = new ByteArrayOutputStream();
        try (var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
                var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            var file = KernelFile.read(home);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            new ControlClient(file.get().socket(), stream, nowhere)
                    .run(Request.command(List.of(command), new Screen(WIDTH, HEIGHT, false, false)));
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(out.toString(StandardCharsets.UTF_8));
    }

    /** The devices, as {@code devices --json} has them. */
    List<JsonObject> devices() {
        return ask("devices", "--json").filter(text -> !text.isBlank()).map(JsonParser::parseString)
                .map(JsonElement::getAsJsonArray).stream().flatMap(all -> all.asList().stream())
                .map(JsonElement::getAsJsonObject).toList();
    }

    /** A device, as {@code devices --json} has it. */
    Optional<JsonObject> device(String id) {
        return devices().stream().filter(device -> device.get("id").getAsString().equals(id)).findFirst();
    }

    static Optional<JsonObject> find(JsonArray devices, String id) {
        return devices.asList().stream().map(JsonElement::getAsJsonObject)
                .filter(device -> device.get("id").getAsString().equals(id)).findFirst();
    }

    JsonObject awaitDevice(String id, Predicate<JsonObject> condition) {
        return Await.find(() -> id + ": " + device(id).map(JsonObject::toString).orElse("?") + "\n" + read(err),
                Await.LONG, () -> device(id).filter(condition).or(() -> whileAlive(process.isAlive())));
    }

    JsonObject awaitState(String id, String state) {
        return awaitDevice(id, device -> device.get("state").getAsString().equals(state));
    }

    /** The process of a device once that runs. */
    ProcessHandle awaitRunning(String id) {
        long pid = awaitState(id, "RUNNING").get("pid").getAsLong();
        return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(id + " has no process " + pid));
    }

    /** The links, as {@code pipelines --json} has them. */
    Links links() {
        return Links.of(JsonParser.parseString(ask("pipelines", "--json").orElseThrow()).getAsJsonObject());
    }

    void signal(String name) throws IOException, InterruptedException {
        signal(name, process.pid());
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).inheritIO().start().waitFor();
    }

    int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the kernel is not over within " + limit.toMillis() + " ms:\n" + read(err));
        }
        return process.exitValue();
    }

    void close() {
        process.destroyForcibly();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Its reader went first.
        }
    }
}
