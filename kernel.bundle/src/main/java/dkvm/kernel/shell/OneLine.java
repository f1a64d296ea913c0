// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.regex.Pattern;

/** Text that devices and configurations chose, made fit for a line on a terminal: it steers nothing and ends no line. */
final class OneLine {
    /** C0, DEL and C1. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private OneLine() {}

    static String of(String text) {
        return CONTROL.matcher(text).replaceAll("\uFFFD");
    }

    /** Its first characters, none of them cut in half. */
    static String of(String text, int most) {
        boolean isLong = text.length() > most;
        return of(isLong ? text.substring(0, most - (Character.isHighSurrogate(text.charAt(most - 1)) ? 1 : 0)) : text);
    }
}
