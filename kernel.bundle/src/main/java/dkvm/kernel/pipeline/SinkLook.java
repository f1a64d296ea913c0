// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.pipeline.Link.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a look at the links of a sink found.
 *
 * @param changed whether a link went DOWN or came back: releases, or a picture, are to go out, and its source may go on
 * @param sitters of the links that went DOWN those whose sink can take no buffer, in words
 */
record SinkLook(boolean changed, List<String> sitters) {

    /** Judges all links, with the sink's lock held. */
    static SinkLook at(List<Link> all, SinkReader reader, String device, Consumer<Link> judge) {
        boolean changed = false;
        var sitters = new ArrayList<String>();
        for (var link : all) {
            var before = link.state;
            judge.accept(link);
            changed |= before != link.state && (before == State.DOWN || link.state == State.DOWN);
            if (before != link.state && !reader.mayTakeMore(link)) {
                sitters.add(device + " holds the " + link.maxHeld + " buffers of " + link.from
                        + " it may and releases none, or does not map or unmap its pools: the link is DOWN until"
                        + " it does");
            }
        }
        return new SinkLook(changed, sitters);
    }
}
