// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.StreamKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** What is known of the device type {@value #TYPE}. */
public final class DisplaySinkFacts implements DeviceFacts {
    /** The device type. */
    public static final String TYPE = "dummy-display-sink";

    private static final List<Port> PORTS = List.of(Port.in(DisplaySink.PORT, StreamKind.DISPLAY));

    /** Needs nothing. */
    public DisplaySinkFacts() {}

    @Override
    public List<Port> ports(Options options) {
        return PORTS;
    }

    @Override
    public List<Problem> validate(Options options) {
        var directory = options.optional("directory").orElse("");
        try {
            return Path.of(directory).getFileName() == null || directory.isEmpty()
                    ? problem(directory, "it must be a folder of its own; name one inside it")
                    : List.of();
        } catch (InvalidPathException e) {
            return problem(directory, "no path: " + e.getReason() + "; take another name");
        }
    }

    private static List<Problem> problem(String directory, String what) {
        return List.of(new Problem("directory", "\"" + directory + "\": " + what));
    }
}
