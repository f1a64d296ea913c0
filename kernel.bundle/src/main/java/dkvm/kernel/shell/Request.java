// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.JsonParseException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a client of the control socket asks for. */
sealed interface Request {

    /** A command and its arguments, taken literally. */
    record Words(List<String> args, Client client) implements Request {}

    /** A line for Gogo. */
    record Line(String text, Client client) implements Request {}

    /** How the word may go on that the cursor stands at the end of. */
    record Complete(String text, int cursor, Client client) implements Request {}

    /** The command at work is to end. */
    record Cancel() implements Request {}

    /** It cannot be understood. */
    record Unclear(String why) implements Request {}

    /** Nothing more will come. */
    record Over() implements Request {}

    /** The members that a line may have; others are ignored. */
    record Members(@Nullable List<@Nullable String> args, @Nullable String line, @Nullable String complete,
            @Nullable Integer cursor, @Nullable Boolean cancel, @Nullable Integer width, @Nullable Integer height,
            @Nullable Boolean color, @Nullable Boolean terminal, @Nullable String folder) {

        private Request request() {
            long kinds = Stream.of(args, line, complete, cancel).filter(Objects::nonNull).count();
            var client = client();
            if (kinds == 1 && args != null && args.stream().allMatch(Objects::nonNull)) {
                return new Words(args.stream().map(String::valueOf).toList(), client);
            } else if (kinds == 1 && line != null) {
                return new Line(line, client);
            } else if (kinds == 1 && complete != null) {
                int end = complete.length();
                return new Complete(complete, cursor == null ? end : Math.clamp(cursor, 0, end), client);
            } else if (kinds == 1 && Boolean.TRUE.equals(cancel)) {
                return new Cancel();
            }
            return UNCLEAR;
        }

        private Client client() {
            var none = Client.UNKNOWN;
            return new Client(width == null ? none.width() : width, height == null ? none.height() : height,
                    Boolean.TRUE.equals(color), Boolean.TRUE.equals(terminal),
                    none.folder().resolve(folder == null ? "" : folder));
        }
    }

    /** The answer to what is no request. */
    Unclear UNCLEAR = new Unclear(
            "a request is one line such as {\"args\":[\"devices\",\"--json\"]} or {\"line\":\"devices\"}");

    /** Reads a line. */
    static Request read(String json) {
        try {
            var members = Answer.JSON.fromJson(json, Members.class);
            return members == null ? UNCLEAR : members.request();
        } catch (JsonParseException | InvalidPathException e) {
            return UNCLEAR;
        }
    }
}
