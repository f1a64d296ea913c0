// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.prompt;

import dkvm.launcher.control.Completion;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * A line whose words are the kernel's business: it is one word to the editor, from where the kernel says that what may be
 * completed begins.
 *
 * @param line the line
 * @param cursor where in it
 * @param completion how the word before the cursor may go on
 */
record KernelLine(String line, int cursor, Completion completion) implements CompletingParsedLine {

    @Override
    public String word() {
        return line.substring(completion.from(), cursor);
    }

    @Override
    public int wordCursor() {
        return cursor - completion.from();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word());
    }

    /** The kernel says words as they have to stand there. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return wordCursor();
    }

    @Override
    public int rawWordLength() {
        return wordCursor();
    }
}
