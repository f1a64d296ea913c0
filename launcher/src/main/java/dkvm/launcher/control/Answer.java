// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dkvm.launcher.control.Completion.Candidate;
import java.io.IOException;

/** A line that a kernel answers, or that it answers no more. */
sealed interface Answer {

    /** Text to print. */
    record Text(String out, String err) implements Answer {}

    /** How a word may go on. */
    record Completed(Completion completion) implements Answer {}

    /** The end of an answer. */
    record Exit(int code) implements Answer {}

    /** The end of the connection. */
    record Gone(IOException why) implements Answer {}

    /**
     * Reads a line.
     *
     * @throws com.google.gson.JsonParseException if it is none of a kernel
     * @throws IllegalStateException likewise
     */
    static Answer parse(String line) {
        var json = JsonParser.parseString(line).getAsJsonObject();
        if (json.has("exit")) {
            return new Exit(json.get("exit").getAsInt());
        }
        if (json.has("candidates")) {
            return new Completed(new Completion(json.get("from").getAsInt(),
                    json.getAsJsonArray("candidates").asList().stream().map(Answer::candidate).toList()));
        }
        return new Text(text(json, "out"), text(json, "err"));
    }

    private static Candidate candidate(JsonElement element) {
        var json = element.getAsJsonObject();
        return new Candidate(json.get("value").getAsString(), text(json, "description"));
    }

    private static String text(JsonObject json, String member) {
        var value = json.get(member);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }
}
