// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** SnakeYAML's events of a text, its exceptions turned into faults with a position. */
final class YamlEvents {
    private final ParserImpl parser;
    private Position last = Position.START;

    YamlEvents(String text) throws YamlFault {
        var clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (clean.length() > YamlText.MAX_BYTES) {
            throw new YamlFault(Position.START, YamlText.TOO_LARGE);
        }
        refuseControls(clean);
        var options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        parser = new ParserImpl(new StreamReader(clean), options);
    }

    /** SnakeYAML finds these too, but says where only within its own buffer. */
    private static void refuseControls(String text) throws YamlFault {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                throw new YamlFault(YamlText.end(text.substring(0, i)),
                        String.format(Locale.ROOT, "character U+%04X is not allowed here; remove it", c));
            }
        }
    }

    Event peek() throws YamlFault {
        return read(false);
    }

    Event next() throws YamlFault {
        return read(true);
    }

    private Event read(boolean take) throws YamlFault {
        try {
            var event = take ? parser.getEvent() : parser.peekEvent();
            if (event == null) {
                throw new YamlFault(last, "not valid YAML: it ends too early");
            }
            last = YamlTree.position(event.getEndMark());
            return event;
        } catch (MarkedYAMLException e) {
            throw new YamlFault(YamlTree.position(e.getProblemMark()), message(e));
        } catch (RuntimeException e) {
            // The scanner lets some out as they are, such as those of a bad \U escape.
            throw new YamlFault(last, "not valid YAML behind this: " + oneLine(String.valueOf(e.getMessage())));
        }
    }

    private static String message(MarkedYAMLException e) {
        var problem = oneLine(String.valueOf(e.getProblem()));
        if (problem.contains("TAB")) {
            return "a tab stands where YAML wants spaces; use spaces";
        }
        return "not valid YAML: " + problem + (e.getContext() == null ? "" : " " + oneLine(e.getContext()));
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
