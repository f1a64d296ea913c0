// SPDX-License-Identifier: Apache-2.0
/** YAML text to validated model to ConfigAdmin; the only place that reads YAML. */
@NullMarked
package dkvm.kernel.config;

import org.jspecify.annotations.NullMarked;
