// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.bridge.DeviceFacts;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.config.Options;
import dkvm.sdk.event.FrameFormat;
import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is known of the device type {@value #TYPE}. */
public final class DisplaySourceFacts implements DeviceFacts {
    /** The device type. */
    public static final String TYPE = "dummy-display-source";

    static final int WIDTH = 1280;
    static final int HEIGHT = 720;
    static final long SEED = 0;

    private static final List<Port> PORTS = List.of(Port.out(DisplaySource.PORT, StreamKind.DISPLAY));

    /** Needs nothing. */
    public DisplaySourceFacts() {}

    @Override
    public List<Port> ports(Options options) {
        return PORTS;
    }

    @Override
    public boolean endless(Options options) {
        return options.flag("loop") || (!options.has("files") && options.number("frames") == 0);
    }

    @Override
    public OptionalLong slotBytes(Options options, String output) {
        return options.has("files")
                ? OptionalLong.empty()
                : OptionalLong.of(FrameFormat.xr24((int) options.number("width"), (int) options.number("height"))
                        .bytes());
    }

    @Override
    public List<Problem> validate(Options options) {
        var files = options.optional("files");
        if (files.isEmpty()) {
            return List.of();
        }
        var problems = new ArrayList<Problem>();
        if (options.has("pattern")) {
            problems.add(new Problem("pattern", "there are files already; leave one of the two out"));
        }
        notBeside(options, "width", WIDTH, problems);
        notBeside(options, "height", HEIGHT, problems);
        notBeside(options, "seed", SEED, problems);
        PictureFiles.problem(files.get()).ifPresent(what -> problems.add(new Problem("files", what)));
        return problems;
    }

    /** The default is filled in before anyone looks, so it cannot be told from the same value given. */
    private static void notBeside(Options options, String name, long otherwise, List<Problem> problems) {
        if (options.has(name) && options.number(name) != otherwise) {
            problems.add(new Problem(name, "is for patterns, and there are files, each with its own; leave it out"));
        }
    }
}
