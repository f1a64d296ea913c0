// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.Memory;
import dkvm.kernel.memory.Tenant;
import org.jspecify.annotations.Nullable;

/** A sink's process as it reads shared memory. Guarded by the sink's lock. */
final class SinkReader {
    private final Memory memory;
    /** None while the device has no process. */
    private @Nullable Tenant process;

    SinkReader(Memory memory) {
        this.memory = memory;
    }

    /** Another process reads from now on; the one before is told of no further pools. */
    void begin(Tenant tenant) {
        if (process != null && process != tenant) {
            memory.unread(process);
        }
        process = tenant;
    }

    void gone() {
        process = null;
    }

    @Nullable
    Tenant process() {
        return process;
    }

    /** The process is told of the pools of what it reads by a link, before the first buffer comes. */
    void read(Link link) {
        var source = link.source;
        if (process != null && source != null && BufferRules.may(link.kind)) {
            memory.read(process, source.device, source.port, link.kind, link.toPort);
        }
    }

    /** It reads a stream no longer. */
    void unread(SourceStream stream) {
        if (process != null && BufferRules.may(stream.kind)) {
            memory.unread(process, stream.device, stream.port);
        }
    }

    /**
     * A sink that sits on what it has, or does not map what it is to read, takes nothing, however many messages it reads:
     * asked of links that are DOWN.
     */
    boolean mayTakeMore(Link link) {
        var source = link.source;
        return link.state != Link.State.DOWN || process == null || source == null || !BufferRules.must(link.kind)
                || memory.takes(process, source.device, source.port, link.maxHeld);
    }
}
