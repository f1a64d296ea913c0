// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.folder;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a picture file: {@code frame-000001.png}, or {@code frame-000001-02.png} for a part of a picture.
 *
 * @param frame the picture's number, from 1
 * @param part the part's number, from 1; 0: the whole picture
 * @param extension what the name ends in
 */
record FrameName(long frame, int part, String extension) implements Comparable<FrameName> {
    private static final Pattern FORM = Pattern.compile("frame-(\\d{6,18})(?:-(\\d{2}))?\\.(png|ppm|raw)");
    private static final Pattern UNFINISHED = Pattern.compile("\\." + FORM.pattern() + "\\.part");
    private static final Comparator<FrameName> ORDER = Comparator.comparingLong(FrameName::frame)
            .thenComparingInt(FrameName::part).thenComparing(FrameName::extension);

    /** What a file is, if its name is of this form. */
    static Optional<FrameName> of(Path file) {
        var found = FORM.matcher(String.valueOf(file.getFileName()));
        if (!found.matches()) {
            return Optional.empty();
        }
        int part = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
        return Optional.of(new FrameName(Long.parseLong(found.group(1)), part, found.group(3)));
    }

    /** Whether a file is one that a killed process did not finish. */
    static boolean isUnfinished(Path file) {
        return UNFINISHED.matcher(String.valueOf(file.getFileName())).matches();
    }

    String text() {
        return String.format(Locale.ROOT, part == 0 ? "frame-%06d.%3$s" : "frame-%06d-%02d.%s", frame, part, extension);
    }

    /** Its name while it is written. */
    String unfinished() {
        return "." + text() + ".part";
    }

    @Override
    public int compareTo(FrameName other) {
        return ORDER.compare(this, other);
    }
}
