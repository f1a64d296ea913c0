// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import dkvm.sdk.event.StreamEvent;

/**
 * An event as a sink gets it.
 *
 * @param port the sink's port
 * @param from the source as {@code DEVICE.PORT}
 * @param seq the event's number in its stream, from 1; 0 for an event the kernel made, such as the release of a key
 *            whose source is gone, or the newest picture for a sink that is new
 * @param originNanos when the source met it, {@link System#nanoTime()} on the source's host
 * @param event what happened
 */
public record Received(String port, String from, long seq, long originNanos, StreamEvent event) {}
