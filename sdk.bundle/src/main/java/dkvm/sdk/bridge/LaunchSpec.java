// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.bridge;

import java.util.List;
import java.util.Map;

/** How a device's process is started. */
public sealed interface LaunchSpec {

    /**
     * A Java program of the device bundle: the kernel runs it with its own JDK, on a class path of the bundle and what
     * the bundle is wired to.
     *
     * @param mainClass the class with the {@code main} method
     * @param maxHeap the Java heap's limit in bytes
     */
    record JavaMain(String mainClass, long maxHeap) implements LaunchSpec {}

    /**
     * Any program that speaks the wire protocol.
     *
     * @param command the program and its arguments, taken literally
     * @param environment variables set besides those the kernel sets
     */
    record Command(List<String> command, Map<String, String> environment) implements LaunchSpec {
        /** Copies the lists. */
        public Command {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }
}
