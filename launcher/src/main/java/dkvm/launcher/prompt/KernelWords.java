// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import dkvm.launcher.control.Completion;
import java.util.List;
import java.util.function.BiFunction;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Asks the kernel how a line may go on, and takes every line as it is. */
final class KernelWords implements Parser, Completer {
    private final BiFunction<String, Integer, Completion> kernel;

    /** @param kernel answers for a line and the cursor in it */
    KernelWords(BiFunction<String, Integer, Completion> kernel) {
        this.kernel = kernel;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        var completion = context == ParseContext.COMPLETE
                ? kernel.apply(line, cursor)
                : new Completion(cursor, List.of());
        boolean within = completion.from() >= 0 && completion.from() <= cursor;
        return new KernelLine(line, cursor, within ? completion : new Completion(cursor, List.of()));
    }

    @Override
    public boolean isEscapeChar(char ch) {
        return false;
    }

    @Override
    public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
        if (parsed instanceof KernelLine line) {
            for (var candidate : line.completion().candidates()) {
                var description = candidate.description().isEmpty() ? null : candidate.description();
                candidates.add(new Candidate(candidate.value(), candidate.value(), null, description, null, null,
                        !candidate.value().endsWith(".")));
            }
        }
    }
}
