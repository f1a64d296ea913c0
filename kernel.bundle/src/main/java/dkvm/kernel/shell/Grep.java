// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/**
 * {@code grep [-i] [-v] PATTERN}: the lines out of a pipe that match, or do not. As of the one that everybody knows, its
 * exit code is 1 where there were none.
 */
final class Grep implements Function {
    private static final String NAME = "grep";
    private static final int NONE = 1;
    private static final int USAGE = 2;

    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments) throws IOException {
        var process = Process.Utils.current();
        try {
            var parsed = Arguments.read(NAME, arguments.stream().filter(Objects::nonNull).map(String::valueOf).toList(),
                    Set.of("-i", "-v", "-iv", "-vi"), Set.of(), 1);
            process.error(pass(process, wanted(parsed), parsed.has("-v") || parsed.has("-iv") || parsed.has("-vi")));
        } catch (UsageException e) {
            process.err().print("dkvm: " + e.getMessage() + "\n");
            process.error(USAGE);
        }
        return null;
    }

    private static Pattern wanted(Arguments parsed) throws UsageException {
        if (parsed.words().isEmpty()) {
            throw new UsageException("grep [-i] [-v] PATTERN reads a pipe, as in \"devices | grep RUNNING\"");
        }
        boolean anyCase = parsed.has("-i") || parsed.has("-iv") || parsed.has("-vi");
        try {
            return Pattern.compile(parsed.words().getFirst(),
                    anyCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        } catch (PatternSyntaxException e) {
            throw new UsageException("grep: " + e.getDescription() + " at " + (e.getIndex() + 1) + " in \""
                    + e.getPattern() + "\"");
        }
    }

    private static int pass(Process process, Pattern wanted, boolean others) throws IOException {
        var in = new BufferedReader(new InputStreamReader(process.in(), StandardCharsets.UTF_8));
        int code = NONE;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (wanted.matcher(new Interruptible(line)).find() != others) {
                code = 0;
                process.out().print(line + "\n");
                if (process.out().checkError()) {
                    return code;
                }
            }
        }
        return code;
    }

    /** A text that nobody reads on who was interrupted: with some patterns a line takes for ever. */
    private record Interruptible(CharSequence text) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (Thread.currentThread().isInterrupted()) {
                throw new UncheckedIOException(new InterruptedIOException("grep was ended"));
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
