// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.bridge;

/** Which way a port's stream goes, seen from the device. */
public enum Direction {
    /** The device produces the stream. */
    OUT,
    /** The device consumes the stream. */
    IN
}
