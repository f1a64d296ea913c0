// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be. */
final class Typo {
    /** Longer names are no slip of the finger, and comparing them costs. */
    private static final int MAX_LENGTH = 64;

    private Typo() {}

    static Optional<String> closest(String name, Collection<String> known) {
        String best = null;
        int least = Integer.MAX_VALUE;
        for (var candidate : known) {
            int distance = distance(name, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best).filter(b -> isClose(name, b));
    }

    private static boolean isClose(String name, String known) {
        int distance = distance(name, known);
        int length = Math.max(name.length(), known.length());
        return distance <= Math.max(1, length / 3) && distance < length;
    }

    /** Edits (insert, delete, replace, swap neighbours) from one to the other, regardless of case. */
    static int distance(String from, String to) {
        if (from.length() > MAX_LENGTH || to.length() > MAX_LENGTH) {
            return Integer.MAX_VALUE;
        }
        var a = from.toLowerCase(Locale.ROOT);
        var b = to.toLowerCase(Locale.ROOT);
        var d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, i, j, a, b);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, int i, int j, String a, String b) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
