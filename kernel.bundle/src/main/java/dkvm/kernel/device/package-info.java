// SPDX-License-Identifier: Apache-2.0
/** Device instances: desired state, supervision, one process generation, logs from stderr. */
@NullMarked
package dkvm.kernel.device;

import org.jspecify.annotations.NullMarked;
