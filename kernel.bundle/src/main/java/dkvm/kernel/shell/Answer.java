// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a command's output goes. */
interface Answer {
    /** One line a value; nulls are written. */
    Gson JSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    /** The control characters that JSON allows within texts, and has nowhere else. */
    Pattern UNESCAPED = Pattern.compile("[\\x7f-\\x9f]");

    /** Prints text as it is. */
    void out(String text);

    /**
     * From now on the command has no end of its own: it shows what comes until nobody wants it any more. A kernel that
     * stops ends it well.
     */
    default void following() {}

    /** Who asks. */
    default Client client() {
        return Client.UNKNOWN;
    }

    /** Prints a table, fitted to a terminal. */
    default void table(Table table) {
        out(table.fit(client()));
    }

    /** Prints a value as one line of JSON, that steers no terminal either. */
    default void json(Object value) {
        out(UNESCAPED.matcher(JSON.toJson(value)).replaceAll(
                control -> String.format(Locale.ROOT, "\\\\u%04x", (int) control.group().charAt(0))) + "\n");
    }
}
