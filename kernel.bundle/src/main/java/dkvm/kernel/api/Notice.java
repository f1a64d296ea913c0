// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import com.google.protobuf.ByteString;
import java.time.Instant;

/**
 * Something happened: a device or a link is in another state, or a device or bundle says something.
 *
 * @param number counts the notices of this run of the kernel, from 1
 * @param time when
 * @param topic what it is about: {@code device/ID/state} and {@code pipeline/NAME/state} are the kernel's own, with the
 *     payloads {@code DeviceChange} and {@code LinkChange} of {@code services.proto}; below {@code device/ID/} else the
 *     device's
 * @param payload what it says, at most 16 KiB
 */
public record Notice(long number, Instant time, String topic, ByteString payload) {}
