// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

/**
 * A jar under the name it has in the watched folder.
 *
 * @param jar what it is
 * @param file the file's name
 */
record Placed(DeviceJar jar, String file) {}
