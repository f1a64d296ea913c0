// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dkvm.launcher.CommandLines;
import dkvm.launcher.place.Home;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * For each test a folder of its own, in which it starts the real distribution. After the test no process of it is left,
 * and nothing outside the folder. The folder of a test that failed stays for whoever wants to know why.
 */
final class Lab implements BeforeEachCallback, AfterEachCallback {
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    static final Path DISTRIBUTION = Path.of("target/dkvm").toAbsolutePath();
    static final Path DKVM = DISTRIBUTION.resolve("bin/dkvm");
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** A kernel that was asked to stop, or killed, is gone by then with all its devices. */
    private static final Duration END = Duration.ofSeconds(2);
    /** An orderly stop takes so long at most. */
    static final Duration STOP = Duration.ofSeconds(5);
    /** Over after some seconds: compiling more would take a third of the CPU that all these tests need. */
    private static final String COMPILE_LITTLE = "-XX:TieredStopAtLevel=1";
    private static final String NOTE = "NOTE: Picked up JDK_JAVA_OPTIONS: " + COMPILE_LITTLE + "\n";
    private static final Duration PROGRAM = Duration.ofSeconds(60);
    /** A test that runs in the background of a shell without job control hands on that SIGINT is ignored. */
    private static final String DEFAULT_SIGNALS = "--default-signal=INT,TERM,HUP";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<String, String> environment = new HashMap<>();
    private final List<Kernel> kernels = new ArrayList<>();
    private final AtomicInteger outputs = new AtomicInteger();
    private Path folder = Path.of("target/it");
    /** Kernels run just as for users: where something is measured, or for long. */
    private boolean asShipped;
    private Set<Path> before = Set.of();

    /** Skips the test where a program is missing; where CI=true it fails there. */
    static void needs(String program, String debianPackage) {
        var there = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as("%s (Debian package %s) must be there where CI=true", program, debianPackage).isTrue();
        }
        assumeTrue(there, program + " is not installed (Debian package " + debianPackage + ")");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        before = Traces.shared();
        // Short: a socket's path may have 100 bytes.
        asShipped = context.getRequiredTestClass().isAnnotationPresent(Isolated.class)
                || context.getTags().contains("soak");
        folder = Path.of("target/it", context.getRequiredTestClass().getSimpleName() + "-" + NUMBER.incrementAndGet())
                .toAbsolutePath();
        Home.delete(folder);
        Files.createDirectories(folder);
        environment("PATH", System.getenv("PATH"));
        environment("HOME", folder);
        environment("DKVM_JAVA_HOME", System.getProperty("java.home"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        boolean passed = context.getExecutionException().isEmpty();
        try {
            if (passed) {
                awaitNothingLeft();
            }
        } finally {
            Traces.processes(folder).forEach(ProcessHandle::destroyForcibly);
            kernels.forEach(Kernel::close);
        }
        if (passed) {
            Home.delete(folder);
        }
    }

    /** No process of this test, and no file of them in the shared folders, within 2 s. */
    void awaitNothingLeft() {
        Await.find(() -> "no process left, but there are\n" + Traces.describe(Traces.processes(folder)), END,
                () -> Traces.processes(folder).isEmpty() ? Optional.of(true) : Optional.empty());
        var pids = new HashSet<Long>();
        kernels.forEach(kernel -> pids.addAll(kernel.pids()));
        var left = Traces.left(before, pids);
        if (!left.isEmpty()) {
            throw new AssertionError("left behind: " + left);
        }
    }

    /** An environment variable of what is started from now on. */
    void environment(String name, Object value) {
        environment.put(name, value.toString());
    }

    /** Takes that back. */
    void noEnvironment(String name) {
        environment.remove(name);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path home() {
        return folder.resolve("home");
    }

    /** The watched folder; it is made if it is not there. */
    Path deploy() throws IOException {
        return Files.createDirectories(home().resolve("deploy"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(file(name), text);
    }

    /** A desk, written without its first line. */
    Path desk(String yaml) throws IOException {
        return write("desk.yaml", "version: 1\n" + yaml);
    }

    /** Starts {@code dkvm run} with these arguments on the test's home; its stdin is open. */
    Kernel start(Object... arguments) throws IOException {
        return started(runCommand(arguments));
    }

    /** Starts it on a terminal of its own, where what is written to the process is typed: {@code script} passes it on. */
    Kernel startInTerminal(Object... arguments) throws IOException {
        return started(inTerminal("exec " + quoted(runCommand(arguments))));
    }

    /** Starts the command {@code dkvm} on a terminal; what it was like before and after is in two files. */
    Process beginInTerminal(Object... arguments) throws IOException {
        var words = Stream.concat(Stream.of(DKVM), Stream.of(arguments)).map(String::valueOf).toList();
        return builder(
                inTerminal("trap : INT; stty -g >before; " + quoted(words) + "; code=$?; stty -g >after; exit $code"),
                file("out"), file("err")).start();
    }

    /** Of 80 × 24, as {@code script} itself makes it only where it has one. */
    private static List<String> inTerminal(String commands) {
        return List.of("env", DEFAULT_SIGNALS, "script", "-q", "-e", "-c", "stty cols 80 rows 24; " + commands,
                "/dev/null");
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private List<String> runCommand(Object... arguments) throws IOException {
        SharedCaches.lend(home());
        return Stream.concat(Stream.of("env", DEFAULT_SIGNALS, DKVM, "run", "--home", home()),
                Stream.of(arguments)).map(String::valueOf).toList();
    }

    private Kernel started(List<String> command) throws IOException {
        var builder = builder(command, file("out"), file("err"));
        if (!asShipped) {
            builder.environment().merge("JDK_JAVA_OPTIONS", COMPILE_LITTLE, (set, little) -> set + " " + little);
        }
        var kernel = new Kernel(builder.start(), this);
        kernels.add(kernel);
        return kernel;
    }

    /** Runs {@code dkvm run} with these arguments on the test's home to its end. */
    Result run(Object... arguments) throws IOException, InterruptedException {
        var kernel = start(arguments);
        int code = kernel.awaitExit(PROGRAM);
        return new Result(code, Files.readString(file("out")), Files.readString(file("err")).replace(NOTE, ""));
    }

    /** Runs the command {@code dkvm} to its end. */
    Result dkvm(Object... arguments) throws IOException, InterruptedException {
        return program(null,
                Stream.concat(Stream.of(DKVM.toString()), Stream.of(arguments).map(String::valueOf)).toList());
    }

    /** Runs a command that starts no kernel in the test's own process, with absolute paths; a JVM for each takes its time. */
    Result inProcess(Object... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = CommandLines.run(DISTRIBUTION, environment, out, err,
                Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Starts the command {@code dkvm} beside the test, which writes into a file; its end comes with the test's. */
    Process begin(String out, Object... arguments) throws IOException {
        return builder(
                Stream.concat(Stream.of(DKVM.toString()), Stream.of(arguments).map(String::valueOf)).toList(),
                file(out), file(out + ".err")).start();
    }

    /** Runs a program to its end, with a file as its stdin. */
    Result program(@Nullable Path in, List<String> command)
            throws IOException, InterruptedException {
        int number = outputs.incrementAndGet();
        var out = file("out-" + number);
        var err = file("err-" + number);
        var builder = builder(command, out, err);
        builder.redirectInput(in == null ? Path.of("/dev/null").toFile() : in.toFile());
        var process = builder.start();
        if (!process.waitFor(PROGRAM.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("not over after " + PROGRAM + ": " + command);
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private ProcessBuilder builder(List<String> command, Path out, Path err) {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }
}
