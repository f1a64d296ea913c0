// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The default name of a kernel. */
final class HostName {
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Never by way of the network where the system can be asked: a slow resolver must not slow down a check. */
    static String get() {
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "dkvm";
            }
        }
    }
}
