// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.call;

import java.util.Map;

/**
 * A link of a pipeline at one moment; {@code in = out + queued + inFlight + sum of dropped}.
 *
 * @param pipeline the pipeline's id
 * @param from the output as {@code DEVICE.PORT}
 * @param to the input as {@code DEVICE.PORT}
 * @param state {@code UP}, {@code HELD} or {@code DOWN}
 * @param in events that came
 * @param out events the sink acknowledged as processed
 * @param queued events that wait in the kernel
 * @param inFlight events written to the sink and not yet acknowledged
 * @param dropped events that did not reach the sink, by reason
 * @param bytes bytes that came
 */
public record LinkInfo(String pipeline, String from, String to, String state, long in, long out, long queued,
        long inFlight, Map<String, Long> dropped, long bytes) {

    /** Copies the map. */
    public LinkInfo {
        dropped = Map.copyOf(dropped);
    }
}
