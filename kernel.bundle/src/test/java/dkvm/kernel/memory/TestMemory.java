// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import dkvm.kernel.pipeline.Outlet;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Shared memory for tests of what is around it. */
public final class TestMemory {
    private TestMemory() {}

    /** For those who use none of it. */
    public static Memory none() {
        return new Memory(Path.of("no-such-folder"));
    }

    /** A process that is reached by this way. */
    public static Tenant tenant(String device, Outlet way) {
        return new Tenant(device, OptionalLong.empty(), way::send);
    }

    /** A process that is told nothing. */
    public static Tenant tenant(String device) {
        return new Tenant(device, OptionalLong.empty(), _ -> {});
    }
}
