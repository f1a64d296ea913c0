// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody waits until an output has the slots it needs.
 *
 * @param mapped whether until they can be used, or only until it is sure that there is memory for them
 * @param result why there will be none; empty: there are
 */
record Waiting(boolean mapped, CompletableFuture<Optional<Refusal>> result) {}
