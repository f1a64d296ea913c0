// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.List;

/** What the words of synopses stand for, such as {@code ID} or {@code LEVEL}. */
interface Vocabulary {
    /**
     * The words there are.
     *
     * @param name in capitals
     * @return empty where any may be given
     */
    List<Candidate> words(String name);
}
