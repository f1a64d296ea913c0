// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that someone may have meant. */
final class Suggestion {
    private Suggestion() {}

    /** A word at most a third of whose letters differ; the nearest. */
    static Optional<String> near(String word, Collection<String> known) {
        int limit = Math.max(1, word.length() / 3);
        return known.stream().filter(k -> distance(word, k) <= limit || (k.startsWith(word) && word.length() > 1))
                .min(Comparator.comparingInt(k -> distance(word, k)));
    }

    /** Letters to insert, delete, change or swap with their neighbour to make one word of the other. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
