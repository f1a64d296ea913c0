// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.log.Log;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a process gives a device.
 *
 * @param in from the kernel
 * @param out to the kernel
 * @param environment the environment variables
 * @param log to the kernel's log
 * @param exit ends the process
 * @param orphaned whether whoever started the process is gone, not only the stream from it; may take a moment
 */
record Platform(InputStream in, OutputStream out, Map<String, String> environment, Log log, Exit exit,
        BooleanSupplier orphaned) {}
