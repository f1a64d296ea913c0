// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

/**
 * A word that may come next.
 *
 * @param value the word
 * @param description what it is, in a few words; may be empty
 */
record Candidate(String value, String description) {}
