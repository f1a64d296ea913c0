// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dkvm.sdk.event.KeyTable;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.function.IntSupplier;

/**
 * Reads a line of a {@code .jsonl} file. gson reads ahead and tells no exact place; so a line that fails is read once more
 * from a reader that gives a character at a time, and its count is where the fault is.
 */
final class JsonlParser {
    private final KeyTable keys;

    JsonlParser(KeyTable keys) {
        this.keys = keys;
    }

    Line parse(String line) throws BadLineException {
        if (line.isBlank()) {
            return Line.Other.NOTHING;
        }
        try {
            return object(new JsonReader(new StringReader(line)), () -> 1);
        } catch (IOException | BadLineException _) {
            var slow = new OneByOne(line);
            try {
                return object(new JsonReader(slow), slow::valueColumn);
            } catch (IOException _) {
                throw new BadLineException(slow.column(), slow.atEnd()
                        ? "the line ends within its JSON object"
                        : "not a JSON object: unexpected '" + slow.last() + "'");
            }
        }
    }

    /** Reads the object; {@code valueColumn} says, after a name was read, where its value begins. */
    private Line object(JsonReader json, IntSupplier valueColumn) throws IOException, BadLineException {
        json.setStrictness(Strictness.STRICT);
        if (json.peek() != JsonToken.BEGIN_OBJECT) {
            throw new BadLineException(1, "a line holds one JSON object");
        }
        var members = new JsonlMembers(keys);
        json.beginObject();
        while (json.hasNext()) {
            var name = json.nextName();
            int column = valueColumn.getAsInt();
            try {
                members.member(name, json);
            } catch (NumberFormatException _) {
                throw new BadLineException(column, JsonlMembers.expectation(name));
            } catch (BadLineException e) {
                throw new BadLineException(column, String.valueOf(e.getMessage()));
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new IllegalStateException("gson lets nothing follow");
        }
        return members.line();
    }

    /** A line's characters, given out one at each call. */
    private static final class OneByOne extends Reader {
        private final String line;
        private int given;
        private boolean ended;

        OneByOne(String line) {
            this.line = line;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            if (given == line.length()) {
                ended = true;
                return -1;
            }
            buffer[offset] = line.charAt(given++);
            return 1;
        }

        @Override
        public void close() {}

        boolean atEnd() {
            return ended;
        }

        char last() {
            return line.charAt(given - 1);
        }

        /** Of the character given last; one behind the line if it asked for more. */
        int column() {
            return ended ? given + 1 : given;
        }

        /** Where the next value begins, when a name was just read. */
        int valueColumn() {
            int at = given;
            while (at < line.length() && (line.charAt(at) == ':' || Character.isWhitespace(line.charAt(at)))) {
                at++;
            }
            return at + 1;
        }
    }
}
