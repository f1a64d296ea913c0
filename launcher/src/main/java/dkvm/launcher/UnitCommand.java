// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import dkvm.launcher.service.UnitFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dkvm unit}. */
@Command(name = "unit", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Prints a systemd unit that runs a kernel of this distribution.", "Its first lines say where to save it."})
final class UnitCommand implements Runnable {
    private static final String ROOT = "root";
    private static final String OWN_ACCOUNT = "dkvm";

    private final Surroundings around;

    @Option(names = "--user", description = "for your own service manager instead of the system's")
    private boolean user;

    UnitCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public void run() {
        var unit = new UnitFile(around.distribution().lasting().resolve("bin/dkvm").toAbsolutePath(),
                Path.of(System.getProperty("java.home")));
        around.out().print(user ? unit.user() : unit.system(account()));
    }

    /** Who asks, also through sudo; root gets an account of its own for it. */
    private String account() {
        var name = Optional.ofNullable(around.environment().get("SUDO_USER")).filter(sudo -> !sudo.isEmpty())
                .orElseGet(() -> System.getProperty("user.name"));
        return name.equals(ROOT) ? OWN_ACCOUNT : name;
    }
}
