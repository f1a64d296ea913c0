// SPDX-License-Identifier: Apache-2.0
/** Notices: from devices, of devices and pipelines, to devices and to listeners within the framework. */
@NullMarked
package dkvm.kernel.notice;

import org.jspecify.annotations.NullMarked;
