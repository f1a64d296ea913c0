// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.options;

import dkvm.kernel.api.DeviceStatus;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.LinkStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/** A desk that arrives through ConfigAdmin, as anybody could write it there: what starts, stops and stays. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DeskRuntimeIT {
    private static final String KEYBOARD = "dkvm.device.dummy.keyboard";
    private static final Path FOLDER = Path.of("target/it/DeskRuntimeIT").toAbsolutePath();
    private static final int STROKES = 500;
    private static final int STEP_MS = 20;

    @Inject
    public BundleContext context;

    @Inject
    public ConfigurationAdmin admin;

    @Inject
    public KernelView view;

    @Configuration
    public Option[] configuration() throws IOException {
        return options(composite(RuntimeOptions.all()),
                frameworkProperty("dkvm.home").value(FOLDER.resolve("home").toString()));
    }

    @After
    public void nothingIsConfigured() throws Exception {
        bundle().start();
        var all = admin.listConfigurations("(|(service.factoryPid=dkvm.device)(service.factoryPid=dkvm.pipeline))");
        for (var configuration : all) {
            configuration.delete();
        }
        await("no device", () -> view.devices().isEmpty() && view.links().isEmpty());
    }

    @Test
    public void devicesStartAndTheirEventsFlow() throws Exception {
        desk("flow", 0);

        await("the end of the stream", () -> link().filter(LinkStatus::ended).isPresent());

        var link = link().orElseThrow();
        assertEquals(STROKES, link.in());
        assertEquals(STROKES, link.out());
        assertEquals(STROKES, Files.readAllLines(FOLDER.resolve("flow-one.jsonl")).size());
        await("the end of the source", () -> device("flow-keys").state().equals("ENDED"));
        assertEquals("RUNNING", device("flow-one").state());
        // Bundles are not in the store here: it holds what was rebuilt of them for the class paths.
        try (var jars = Files.list(FOLDER.resolve("home/store"))) {
            assertTrue(jars.anyMatch(jar -> jar.toString().endsWith(".jar")));
        }
    }

    @Test
    public void onlyWhatChangedIsStartedAnew() throws Exception {
        desk("edit", 1);
        sink("edit-two", "edit-two.jsonl");
        for (var id : List.of("edit-keys", "edit-one", "edit-two")) {
            running(id);
        }
        await("events", () -> link().filter(link -> link.out() > 0).isPresent());
        long source = running("edit-keys");
        long changed = running("edit-one");
        long untouched = running("edit-two");

        sink("edit-one", "edit-other.jsonl");
        // As a file does that is saved again without a change.
        sink("edit-two", "edit-two.jsonl");

        await("another process", () -> device("edit-one").pid().isPresent()
                && device("edit-one").pid().getAsLong() != changed);
        running("edit-one");
        long before = link().orElseThrow().out();
        await("further events", () -> link().orElseThrow().out() > before);
        assertEquals(source, running("edit-keys"));
        assertEquals(untouched, running("edit-two"));
        assertFalse(ProcessHandle.of(changed).filter(ProcessHandle::isAlive).isPresent());
        assertTrue(Files.size(FOLDER.resolve("edit-other.jsonl")) > 0);
    }

    @Test
    public void aMissingTypeIsWaitedFor() throws Exception {
        bundle().stop();
        desk("type", 1);
        await("two devices that wait", () -> view.devices().size() == 2
                && view.devices().stream().allMatch(device -> device.state().equals("WAITING")));

        bundle().start();
        long source = running("type-keys");
        long sink = running("type-one");

        // Back at once: nobody noticed.
        bundle().stop();
        bundle().start();
        sink("type-later", "type-later.jsonl");
        running("type-later");
        assertEquals(source, running("type-keys"));
        assertEquals(sink, running("type-one"));

        bundle().stop();
        long stopped = System.nanoTime();
        await("devices without a process", () -> view.devices().stream()
                .allMatch(device -> device.state().equals("WAITING") && device.pid().isEmpty()));
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopped) >= 2000);
        bundle().start();
        running("type-one");
        assertTrue(running("type-keys") != source);
    }

    @Test
    public void whatIsDeletedIsStopped() throws Exception {
        desk("gone", 1);
        long sink = running("gone-one");
        long source = running("gone-keys");
        await("events", () -> link().filter(link -> link.out() > 0).isPresent());

        admin.getFactoryConfiguration("dkvm.device", "gone-keys", "?").delete();

        await("one device", () -> view.devices().size() == 1);
        await("the end of its process", () -> ProcessHandle.of(source).filter(ProcessHandle::isAlive).isEmpty());
        assertEquals(sink, running("gone-one"));
        await("the end of its stream", () -> link().filter(LinkStatus::ended).isPresent());
        var lines = Files.readAllLines(FOLDER.resolve("gone-one.jsonl"));
        assertTrue(lines.toString(), lines.getLast().contains("\"up\""));
    }

    private Bundle bundle() {
        return Arrays.stream(context.getBundles()).filter(bundle -> KEYBOARD.equals(bundle.getSymbolicName()))
                .findFirst().orElseThrow();
    }

    /** A source and a sink, and a pipeline between them. */
    private void desk(String name, double speed) throws IOException {
        Files.createDirectories(FOLDER);
        var lines = new StringBuilder();
        for (int i = 0; i < STROKES; i++) {
            lines.append(String.format(Locale.ROOT, "{\"t\":%.3f,\"code\":\"KeyA\",\"state\":\"%s\"}%n",
                    i * STEP_MS / 1000.0, i % 2 == 0 ? "down" : "up"));
        }
        var input = Files.writeString(FOLDER.resolve(name + ".jsonl"), lines);
        device(name + "-keys", "dummy-keyboard-source",
                Map.of("config.file", input.toString(), "config.speed", speed, "config.loop", false));
        sink(name + "-one", name + "-one.jsonl");
        write("dkvm.pipeline", name, Map.of("id", name, "links",
                new String[]{name + "-keys.keys>" + name + "-one.keys"}, "overflow", "", "capacity", 0));
    }

    private void sink(String id, String file) throws IOException {
        device(id, "dummy-keyboard-sink", Map.of("config.file", FOLDER.resolve(file).toString()));
    }

    private void device(String id, String type, Map<String, Object> options) throws IOException {
        var properties = new HashMap<String, Object>(options);
        properties.putAll(Map.of("id", id, "type", type, "enabled", true, "directory", FOLDER.toString(), "liveness",
                5000L));
        properties.putAll(Map.of("restart.policy", "on-failure", "restart.initial", 200L, "restart.max", 60_000L,
                "restart.limit", 10, "restart.window", 600_000L, "restart.reset", 60_000L));
        write("dkvm.device", id, properties);
    }

    private void write(String factory, String name, Map<String, Object> properties) throws IOException {
        admin.getFactoryConfiguration(factory, name, "?").updateIfDifferent(FrameworkUtil.asDictionary(properties));
    }

    private DeviceStatus device(String id) {
        return view.devices().stream().filter(device -> device.id().equals(id)).findFirst().orElseThrow();
    }

    private Optional<LinkStatus> link() {
        return view.links().stream().findFirst();
    }

    /** Waits until a device runs; its process. */
    private long running(String id) throws Exception {
        await(id + " RUNNING", () -> view.devices().stream()
                .anyMatch(device -> device.id().equals(id) && device.state().equals("RUNNING")));
        return device(id).pid().orElseThrow();
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertTrue("no " + what + ": " + view.devices() + view.links(), System.nanoTime() < end);
            Thread.sleep(20);
        }
    }
}
