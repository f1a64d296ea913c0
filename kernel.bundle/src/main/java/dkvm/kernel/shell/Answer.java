// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Where a command's output goes. */
interface Answer {
    /** One line a value; nulls are written. */
    Gson JSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    /** Prints text as it is. */
    void out(String text);

    /** Prints a value as one line of JSON. */
    default void json(Object value) {
        out(JSON.toJson(value) + "\n");
    }
}
