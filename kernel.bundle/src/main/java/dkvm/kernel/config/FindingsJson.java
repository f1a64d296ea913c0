// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** The findings as scripts read them: {@code dkvm check --json}. */
public final class FindingsJson {
    private FindingsJson() {}

    /**
     * Writes findings as JSON.
     *
     * @param file the file's name
     * @param findings what was found in it
     * @return an array of objects with the members file, line, column, severity and message
     */
    public static String of(String file, List<Finding> findings) {
        var array = new JsonArray();
        for (var finding : findings) {
            var object = new JsonObject();
            object.addProperty("file", file);
            object.addProperty("line", finding.position().line());
            object.addProperty("column", finding.position().column());
            object.addProperty("severity", finding.severity().id());
            object.addProperty("message", finding.message());
            array.add(object);
        }
        return new GsonBuilder().disableHtmlEscaping().create().toJson(array);
    }
}
