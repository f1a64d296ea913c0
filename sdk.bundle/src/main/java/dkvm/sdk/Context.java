// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import dkvm.sdk.call.Calls;
import dkvm.sdk.config.Options;
import dkvm.sdk.internal.Unconnected;
import dkvm.sdk.log.Log;
import dkvm.sdk.notice.Notices;

/**
 * What a device knows from its start, and its ways to the kernel.
 *
 * @param id the device's id in the configuration
 * @param type its type
 * @param options its options, defaults filled in
 * @param log its log
 * @param calls its calls to the kernel and to other devices
 * @param notices its notices, and those it wants to hear
 */
public record Context(String id, String type, Options options, Log log, Calls calls, Notices notices) {

    /**
     * A context without a kernel, for tests of a device: every call fails with {@code UNAVAILABLE}, notices vanish.
     *
     * @param id the device's id
     * @param type its type
     * @param options its options
     * @param log its log
     */
    public Context(String id, String type, Options options, Log log) {
        this(id, type, options, log, new Unconnected(), new Unconnected());
    }
}
