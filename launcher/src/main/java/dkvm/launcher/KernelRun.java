// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.kernel.store.JarStore;
import dkvm.launcher.distribution.BundleJar;
import dkvm.launcher.distribution.BundleList;
import dkvm.launcher.framework.KernelFramework;
import dkvm.launcher.framework.Signals;
import dkvm.launcher.framework.StopRequest;
import dkvm.launcher.log.LineForm;
import dkvm.launcher.log.Logging;
import dkvm.launcher.place.Home;
import dkvm.launcher.place.HomeLock;
import dkvm.launcher.place.HomePath;
import dkvm.launcher.place.RuntimePlaces;
import dkvm.launcher.prompt.LogLines;
import dkvm.launcher.service.Notifier;
import dkvm.launcher.service.ServiceManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a kernel in this process, from the check of its desk to its exit code. */
final class KernelRun {
    private final Surroundings around;
    private final DeskCheck check;

    KernelRun(Surroundings around, DeskCheck check) {
        this.around = around;
        this.check = check;
    }

    int execute(RunSettings settings) throws IOException {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            throw CommandFailure.usage("kernels run on Linux only today; see README.md for what is planned");
        }
        // What is wrong with a deployed jar, the kernel says itself.
        var deploy = settings.deploy().orElse(new Home(settings.home()).deploy());
        var findings = check.check(settings.desk(), false, settings.untilEnd(), deploy).findings();
        findings.forEach(f -> around.err().println(f.format(settings.desk().toString())));
        if (findings.stream().anyMatch(DeskCheck::isError)) {
            return CommandFailure.USAGE;
        }
        var home = open(settings.home());
        try (var _ = HomeLock.claim(home).orElseThrow(() -> busy(home))) {
            home.takeOver();
            // Libraries unpack into it; what a killed kernel left there was just cleared.
            System.setProperty("java.io.tmpdir", home.temporary().toString());
            var lines = new LogLines(around.err());
            try (var logging = Logging.start(LineForm.suited(around.environment(), around.terminal()), settings.level(),
                    otherLevels(), lines, home.log())) {
                return run(settings, home, logging, lines);
            }
        }
    }

    private static Home open(Path path) {
        try {
            return Home.open(path);
        } catch (IOException e) {
            throw CommandFailure
                    .usage("cannot make a home: " + CommandFailure.words(e) + "; name another folder with --home");
        }
    }

    private static CommandFailure busy(Home home) {
        return CommandFailure.failed("a kernel with pid " + HomeLock.owner(home) + " runs on " + home.path()
                + " already; stop it with \"dkvm ctl shutdown\", or name another home with --home");
    }

    private Map<String, String> otherLevels() throws IOException {
        var file = new Properties();
        try (var in = Files.newBufferedReader(around.distribution().logging())) {
            file.load(in);
        }
        var levels = new HashMap<String, String>();
        file.stringPropertyNames().forEach(name -> levels.put(name, file.getProperty(name)));
        return levels;
    }

    private int run(RunSettings settings, Home home, Logging logging, LogLines lines) throws IOException {
        Logger log = LoggerFactory.getLogger("kernel.run");
        var bundles = store(home);
        var manager = ServiceManager.of(around.environment());
        var socket = socket(home, log);
        var framework = new KernelFramework(properties(settings, home, bundles, socket, manager));
        var shell = new RunShell(around, home.path(), lines);
        IntConsumer halt = code -> {
            shell.close();
            Runtime.getRuntime().halt(code);
        };
        var stop = new StopRequest(framework::shutdown, framework.exit(),
                settings.untilEnd() ? CommandFailure.FAILED : 0, StopRequest.LIMIT, halt);
        Signals.install(stop, shell::interrupt,
                around.terminal().in() ? Optional.empty() : Optional.of(framework::reload), halt);
        try (framework) {
            log.info("dKVMs {}, home {}", Version.number(), home.path());
            framework.start(bundles, logging.recent(), logging.levels(), new Notifier(manager));
            if (settings.shell()) {
                socket.ifPresent(path -> shell.open(path, stop::ask));
            }
            int code = framework.exit().join();
            shell.close();
            printReport(settings, home);
            return code;
        } catch (BundleException e) {
            log.error("the kernel does not start", e);
            return CommandFailure.FAILED;
        }
    }

    private Optional<Path> socket(Home home, Logger log) {
        var socket = new RuntimePlaces(new HomePath(around.environment())).socket(home);
        if (socket.isEmpty()) {
            log.warn("no control socket: the path {} is too long for one; \"dkvm ctl\" will not find this kernel",
                    home.run());
        }
        return socket;
    }

    /** Bundles run from the home's store, whatever becomes of the distribution. */
    private List<BundleJar> store(Home home) throws IOException {
        var store = new JarStore(home.store());
        var stored = new ArrayList<BundleJar>();
        for (var jar : around.distribution().bundles()) {
            stored.add(new BundleJar(store.put(jar.path()), jar.name(), jar.device()));
        }
        return stored;
    }

    /** Where the kernel writes its report; one for stdout passes through the home. */
    private static Optional<Path> report(RunSettings settings, Home home) {
        return settings.report().map(to -> to.equals(ReportFile.STDOUT) ? home.report() : Path.of(to).toAbsolutePath());
    }

    private void printReport(RunSettings settings, Home home) throws IOException {
        if (settings.report().filter(ReportFile.STDOUT::equals).isPresent() && Files.exists(home.report())) {
            around.out().print(Files.readString(home.report()));
            around.out().flush();
            Files.delete(home.report());
        }
    }

    private Map<String, String> properties(RunSettings settings, Home home, List<BundleJar> bundles,
            Optional<Path> socket, ServiceManager manager) throws IOException {
        var all = new KernelProperties(BundleList.read(around.distribution().list()).properties());
        all.pools(new RuntimePlaces(new HomePath(around.environment())).pools(home));
        all.deploy(settings.deploy().orElse(home.deploy()));
        socket.ifPresent(all::socket);
        manager.watchdog().ifPresent(all::watchdog);
        return all.home(home).cache(settings.cache()).bundles(bundles).settings(settings, report(settings, home)).all();
    }
}
