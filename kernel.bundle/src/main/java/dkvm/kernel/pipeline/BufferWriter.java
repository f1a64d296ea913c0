// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.memory.Delivery;
import dkvm.kernel.memory.Tenant;
import dkvm.kernel.pipeline.Link.State;
import org.jspecify.annotations.Nullable;

/**
 * Writes events that carry buffers: each only while the sink may hold a further one, and with what its picture misses.
 * Guarded by the sink's lock.
 */
final class BufferWriter {
    private final LinkWriter writer;
    private @Nullable Tenant reader;

    BufferWriter(LinkWriter writer) {
        this.writer = writer;
    }

    void begin(Tenant newReader) {
        reader = newReader;
    }

    /** Writes the first event that waits; false if it has to wait on. */
    boolean first(Link link) {
        var event = link.queue.carried();
        var message = event.bytesAfter(link.missed);
        if (reader == null || !writer.hasRoom(message.length)) {
            return false;
        }
        switch (link.give(event, reader)) {
            case LATER -> {
                return false;
            }
            case GIVEN -> {
                writer.write(link, event.seq(), message);
                link.missed = Damage.NOWHERE;
                link.wantsPicture = false;
            }
            // It was counted as one that came: that it cannot go is no reason to hold others up.
            case NEVER, GONE -> link.dropFirst(Dropped.DOWN, event);
        }
        link.queue.remove();
        return true;
    }

    /** Writes the newest picture of a source that sends no other for now, to a sink that has none. */
    void newest(Link link) {
        var source = link.source;
        if (!link.wantsPicture || source == null || link.wireStream != source.number || link.state == State.DOWN) {
            return;
        }
        Carried kept;
        // Another one took its place while it was looked at.
        while ((kept = source.newest()) != null && !newest(link, source, kept)) {
            Thread.onSpinWait();
        }
    }

    private boolean newest(Link link, SourceStream source, Carried kept) {
        var message = kept.bytesAgain();
        if (reader == null || !writer.hasRoom(message.length)) {
            return true;
        }
        var delivery = link.share(kept, source, reader);
        boolean behind = kept.seq() < link.lastSeq;
        if (delivery == Delivery.GIVEN) {
            writer.write(link, 0, message);
            // What came meanwhile and was dropped is not in it.
            link.missed = behind ? Damage.EVERYWHERE : Damage.NOWHERE;
            link.lastSeq = Math.max(kept.seq(), link.lastSeq);
        }
        // The one that came last may not be kept yet: then that is still to come.
        link.wantsPicture = delivery == Delivery.LATER || behind;
        return delivery != Delivery.GONE || kept == source.newest();
    }
}
