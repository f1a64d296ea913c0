// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyTable;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A text format of keyboard events in which every line can be read by itself. Stateless. */
public sealed interface EventFormat permits EvemuFormat, JsonlFormat {
    /** What {@link #of} accepts, for messages. */
    String EXTENSIONS = ".evemu, .events or .jsonl";

    /**
     * The format of a file by its name.
     *
     * @param file the file, which need not exist
     * @return its format; empty for a name with another extension
     */
    static Optional<EventFormat> of(Path file) {
        return switch (extension(file)) {
            case "evemu", "events" -> Optional.of(new EvemuFormat(KeyTable.standard()));
            case "jsonl" -> Optional.of(new JsonlFormat(KeyTable.standard()));
            default -> Optional.empty();
        };
    }

    /**
     * Whether there is a format for a file by its name. Costs less than {@link #of}.
     *
     * @param file the file, which need not exist
     * @return false for a name with another extension
     */
    static boolean isSupported(Path file) {
        return Set.of("evemu", "events", "jsonl").contains(extension(file));
    }

    private static String extension(Path file) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    }

    /**
     * Reads a line.
     *
     * @param line without its end
     * @return what it says
     * @throws BadLineException if the format does not allow it
     */
    Line parse(String line) throws BadLineException;

    /**
     * The event as this format will read it again: with the usage that it reads for the key.
     *
     * @param event an event
     * @return the event; empty if the format has no form for it
     */
    Optional<InputEvent> canonical(InputEvent event);

    /**
     * Writes an event as one or more whole lines.
     *
     * @param out where to
     * @param micros its time
     * @param event one that came from {@link #canonical}
     */
    void format(StringBuilder out, long micros, InputEvent event);

    /**
     * What a file begins with.
     *
     * @return whole lines; may be empty
     */
    String header();

    /**
     * What a report needs that was cut off after one of its events.
     *
     * @param micros the time of that event
     * @return whole lines; may be empty
     */
    String reportEnd(long micros);

    /**
     * The time of a file's first event.
     *
     * @return microseconds
     */
    long firstMicros();
}
