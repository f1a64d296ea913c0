// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.pipeline;

import dkvm.kernel.config.Overflow;
import dkvm.sdk.event.StreamKind;

/**
 * What a link carries, and what becomes of what it cannot carry.
 *
 * @param from its output as {@code DEVICE.PORT}
 * @param to its input as {@code DEVICE.PORT}
 * @param kind what it carries
 * @param overflow what happens when its queue is full
 * @param capacity how many events its queue holds
 */
public record LinkRule(String from, String to, StreamKind kind, Overflow overflow, int capacity) {}
