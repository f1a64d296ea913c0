// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import java.util.Map;
import java.util.Optional;

/**
 * A link at one moment; {@code in = out + queued + inFlight + sum of dropped}.
 *
 * @param pipeline the pipeline's id
 * @param from the output as {@code DEVICE.PORT}, {@code DEVICE} alone while nobody knows its ports yet
 * @param to the input, likewise
 * @param state {@code UP}, {@code HELD} or {@code DOWN}
 * @param lossless whether it blocks its source rather than drop
 * @param sourceEnded whether its stream has ended
 * @param ended whether its stream has ended and all of it is processed
 * @param in events that came
 * @param out events the sink acknowledged as processed
 * @param queued events that wait in the kernel
 * @param inFlight events written to the sink and not yet acknowledged
 * @param dropped events that did not reach the sink, by reason
 * @param bytes bytes that came
 * @param latency from the source's send to the sink's receive; empty where nothing was measured
 */
public record LinkStatus(String pipeline, String from, String to, String state, boolean lossless, boolean sourceEnded,
        boolean ended, long in, long out, long queued, long inFlight, Map<String, Long> dropped, long bytes,
        Optional<Latency> latency) {

    /**
     * A distribution, in microseconds.
     *
     * @param p50 the median
     * @param p99 99 of 100 are not above
     * @param p999 999 of 1000 are not above
     * @param max the largest
     */
    public record Latency(double p50, double p99, double p999, double max) {}

    /**
     * The device its events come from.
     *
     * @return the device's id
     */
    public String fromDevice() {
        return device(from);
    }

    /**
     * The device its events go to.
     *
     * @return the device's id
     */
    public String toDevice() {
        return device(to);
    }

    private static String device(String end) {
        int dot = end.indexOf('.');
        return dot < 0 ? end : end.substring(0, dot);
    }
}
