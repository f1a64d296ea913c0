// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

/**
 * A link is in another state than when it was looked at before.
 *
 * @param pipeline the pipeline's id
 * @param from the output as {@code DEVICE.PORT}, {@code DEVICE} alone while nobody knows its ports yet
 * @param to the input, likewise
 * @param before {@code UP}, {@code HELD} or {@code DOWN}; empty: the link is new
 * @param state the same, now
 * @param removed whether the link is gone
 */
public record LinkChange(String pipeline, String from, String to, String before, String state, boolean removed) {}
