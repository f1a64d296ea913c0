// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Puts one jar after the other in the place of a bundle, in the ways that an operator has, and sees each time that the
 * devices run from it: in new processes, each after one hand-over.
 */
final class Replacer {
    /** How long an overwritten jar is not whole. */
    private static final int OVERWRITE_MS = 1000;

    private final Lab lab;
    private final Kernel kernel;
    private final DeviceBundle bundle;
    private final List<String> devices;
    private final Random random;
    private final Path folder;
    private Path file;
    private DeviceBundle last;
    private int number;

    /**
     * @param bundle what devices run from, those with either of its types
     * @param random which pieces a jar is overwritten in
     */
    Replacer(Lab lab, Kernel kernel, DeviceBundle bundle, Random random) throws IOException {
        this.lab = lab;
        this.kernel = kernel;
        this.bundle = bundle;
        devices = kernel.devices().stream()
                .filter(device -> device.get("bundle").getAsString().equals(bundle.symbolicName()))
                .map(device -> device.get("id").getAsString()).toList();
        assertThat(devices).isNotEmpty();
        this.random = random;
        folder = lab.deploy();
        file = folder.resolve(bundle.symbolicName() + ".jar");
        last = bundle;
    }

    /** So many, a third in each way. */
    void replace(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            switch (i % 3) {
                case 0 -> confirmed(this::overwrite);
                case 1 -> addAndRemove();
                default -> confirmed(this::install);
            }
        }
    }

    /** So many starts of the same bundle. */
    void restart(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            var hash = Bundles.of(kernel).active(bundle.symbolicName()).orElseThrow().get("hash").getAsString();
            var before = generations();
            ask("bundle-restart", bundle.symbolicName(), " is restarted");
            await(hash, before);
        }
    }

    private interface Way {
        void take(byte[] jar) throws Exception;
    }

    private void confirmed(Way way) throws Exception {
        last = last.stamped(String.valueOf(++number));
        confirmed(way, last.bytes());
    }

    private void confirmed(Way way, byte[] jar) throws Exception {
        var before = generations();
        way.take(jar);
        await(Bundles.hash(jar), before);
    }

    /** In place, piece by piece, as a copy over a slow network does it. */
    private void overwrite(byte[] jar) throws IOException, InterruptedException {
        int pieces = 2 + random.nextInt(9);
        try (var out = Files.newOutputStream(file)) {
            for (int piece = 0; piece < pieces; piece++) {
                int from = (int) ((long) jar.length * piece / pieces);
                int to = (int) ((long) jar.length * (piece + 1) / pieces);
                out.write(jar, from, to - from);
                Thread.sleep(OVERWRITE_MS / pieces);
            }
        }
    }

    /** A later version beside it, and then the earlier one goes, which changes nothing any more. */
    private void addAndRemove() throws Exception {
        last = last.version("1." + ++number).stamped(String.valueOf(number));
        var earlier = file;
        file = folder.resolve(bundle.symbolicName() + "-" + last.version() + ".jar");
        confirmed(jar -> DeviceBundle.put(file, jar), last.bytes());
        var running = generations();
        Files.delete(earlier);
        Bundles.await(kernel, "the end of " + earlier, bundles -> bundles.file(earlier.getFileName().toString())
                .isPresent() ? Optional.empty() : bundles.active(bundle.symbolicName()));
        assertThat(generations()).isEqualTo(running);
    }

    private void install(byte[] jar) throws IOException {
        ask("install", DeviceBundle.put(lab.file("built/" + file.getFileName()), jar).toString(), " runs");
        assertThat(Bundles.hash(file)).isEqualTo(Bundles.hash(jar));
    }

    private void ask(String command, String argument, String answer) {
        assertThat(kernel.ask(command, argument)).as("%s %s", command, argument)
                .hasValueSatisfying(text -> assertThat(text).endsWith(answer + "\n"));
    }

    /** What is compared of a process: a new one is one generation later. */
    private record Incarnation(long pid, long generation) {}

    private Map<String, Incarnation> generations() {
        var all = new LinkedHashMap<String, Incarnation>();
        for (var device : devices) {
            var status = kernel.awaitState(device, "RUNNING");
            all.put(device, new Incarnation(Links.number(status, "pid"), Links.number(status, "generation")));
        }
        return all;
    }

    private void await(String hash, Map<String, Incarnation> before) throws IOException {
        Bundles.awaitActive(kernel, bundle.symbolicName(), hash);
        for (var device : devices) {
            var earlier = requireNonNull(before.get(device));
            var now = kernel.awaitDevice(device, status -> status.get("state").getAsString().equals("RUNNING")
                    && Links.number(status, "generation") > earlier.generation());
            assertThat(Links.number(now, "generation")).as("%s", now).isEqualTo(earlier.generation() + 1);
            assertThat(Links.number(now, "pid")).isNotEqualTo(earlier.pid());
            assertThat(Links.number(now, "restarts")).as("%s", now).isZero();
            assertThat(ClassPaths.of(Links.number(now, "pid"))).anyMatch(jar -> jar.endsWith(hash + ".jar"));
        }
    }
}
