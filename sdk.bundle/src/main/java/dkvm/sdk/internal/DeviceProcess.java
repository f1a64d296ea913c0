// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.log.Log;
import dkvm.sdk.log.LogLevel;
import dkvm.sdk.wire.Wire;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Runs a device in a process of its own. */
public final class DeviceProcess {
    private static final int EX_USAGE = 64;
    private static final int EX_CONFIG = 78;

    private DeviceProcess() {}

    /**
     * Runs a device on the process's own streams; never returns.
     *
     * @param spec the device
     */
    public static void run(DeviceSpec spec) {
        var environment = System.getenv();
        // The kernel reads UTF-8, whatever the locale.
        var err = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)), true,
                StandardCharsets.UTF_8);
        var log = new Log(err, LogLevel.of(environment.getOrDefault("DKVM_LOG_LEVEL", "info"), LogLevel.INFO));
        var printed = new LogStream(log);
        // A channel, because closing one wakes the thread that reads it.
        var stdin = new FileInputStream(FileDescriptor.in).getChannel();
        var exit = new ProcessExit(printed, stdin);
        checkStartedByKernel(spec, environment.get("DKVM_PROTOCOL"), err, log, exit);

        var platform = new Platform(Channels.newInputStream(stdin), new FileOutputStream(FileDescriptor.out),
                environment, log, exit, new Parent()::isGone);
        System.setIn(InputStream.nullInputStream());
        System.setErr(err);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Signals.install(exit);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            log.error("thread " + thread.getName() + " of the device failed", failure);
            throw exit.now(1);
        });
        throw new DeviceRuntime(spec, platform).run();
    }

    private static void checkStartedByKernel(DeviceSpec spec, @Nullable String protocol, PrintStream err, Log log,
            Exit exit) {
        if (protocol == null) {
            err.println(spec.type()
                    + " is a device program of dKVMs, the distributed KVM switch. A kernel starts it and"
                    + " speaks to it over stdin and stdout; name it in a configuration file (type: " + spec.type()
                    + ") and run \"dkvm run FILE\".");
            throw exit.now(EX_USAGE);
        }
        try {
            if (!ProtocolRange.parse(protocol).includesOurs()) {
                log.error(
                        "the kernel speaks versions " + protocol + " of the wire protocol, this device " + Wire.VERSION
                                + "; use a dKVMs and a device that fit");
                throw exit.now(EX_CONFIG);
            }
        } catch (IllegalArgumentException e) {
            log.error("DKVM_PROTOCOL is to be MIN-MAX, and is \"" + protocol + '"');
            throw exit.now(EX_USAGE);
        }
    }
}
