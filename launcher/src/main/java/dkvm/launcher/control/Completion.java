// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import java.util.List;

/**
 * How a word of a line may go on.
 *
 * @param from where in the line the word begins
 * @param candidates what may stand in its place
 */
public record Completion(int from, List<Candidate> candidates) {

    /**
     * A word.
     *
     * @param value the word
     * @param description what it is, in a few words; may be empty
     */
    public record Candidate(String value, String description) {}
}
