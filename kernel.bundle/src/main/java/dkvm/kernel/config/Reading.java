// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.nio.file.Path;

/**
 * What all rules of one reading share.
 *
 * @param types the device types there are
 * @param directory the folder of the file
 * @param strict whether an unknown device type is an error
 * @param findings where to report
 */
record Reading(DeviceTypes types, Path directory, boolean strict, Findings findings) {}
