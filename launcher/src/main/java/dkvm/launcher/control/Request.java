// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.List;

/**
 * What is asked of a kernel, as docs/control-socket.md has it.
 *
 * @param json one line
 */
public record Request(String json) {
    /** Characters that a kernel takes. One that gets more ends the connection, and all that waits on it. */
    static final int LIMIT = 64 * 1024;

    /**
     * One command.
     *
     * @param words the command and its arguments, taken literally
     * @param screen where its output goes
     * @return the request
     */
    public static Request command(List<String> words, Screen screen) {
        var list = new JsonArray();
        words.forEach(list::add);
        return on(screen, "args", list);
    }

    /**
     * A line as it was typed.
     *
     * @param text what the kernel's shell parses
     * @param screen where its output goes
     * @return the request
     */
    public static Request line(String text, Screen screen) {
        return on(screen, "line", new JsonPrimitive(text));
    }

    static Request complete(String line, int cursor) {
        var request = new JsonObject();
        request.addProperty("complete", line);
        request.addProperty("cursor", cursor);
        return new Request(request.toString());
    }

    static Request cancel() {
        var request = new JsonObject();
        request.addProperty("cancel", true);
        return new Request(request.toString());
    }

    boolean isTooLong() {
        return json.length() > LIMIT;
    }

    private static Request on(Screen screen, String member, JsonElement value) {
        var request = new JsonObject();
        request.add(member, value);
        request.addProperty("width", screen.width());
        request.addProperty("height", screen.height());
        request.addProperty("color", screen.color());
        request.addProperty("terminal", screen.terminal());
        // Files are named as this process sees them, not as the kernel does.
        request.addProperty("folder", Path.of("").toAbsolutePath().toString());
        return new Request(request.toString());
    }
}
