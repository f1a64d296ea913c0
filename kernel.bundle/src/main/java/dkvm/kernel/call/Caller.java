// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.call;

import dkvm.kernel.memory.Tenant;
import dkvm.kernel.notice.DeviceNotices;

/**
 * Who calls a service of the kernel.
 *
 * @param device the device's id
 * @param notices what its process gets of notices
 * @param tenant its process as it uses shared memory
 */
public record Caller(String device, DeviceNotices notices, Tenant tenant) {}
