// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk;

import dkvm.sdk.config.Options;
import dkvm.sdk.log.Log;

/**
 * What a device knows from its start.
 *
 * @param id the device's id in the configuration
 * @param type its type
 * @param options its options, defaults filled in
 * @param log its log
 */
public record Context(String id, String type, Options options, Log log) {}
