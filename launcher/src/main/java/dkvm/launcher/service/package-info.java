// SPDX-License-Identifier: Apache-2.0
/** The kernel as a service of systemd: what the manager is told, and the unit. */
@NullMarked
package dkvm.launcher.service;

import org.jspecify.annotations.NullMarked;
