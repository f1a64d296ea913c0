// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.device.dummy.display.picture.Words;
import dkvm.sdk.DeviceFailure;
import dkvm.sdk.DeviceFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/** Finds the files of option {@code files}: a file, those of a folder that end in .png, or those that a glob matches. */
final class PictureFiles {
    private PictureFiles() {}

    /** What is wrong with the option, as far as it shows without a look at any file. */
    static Optional<String> problem(String option) {
        try {
            var path = Path.of(option);
            if (option.isEmpty()) {
                return Optional.of("names no file; name a PNG file, a folder of them, or a glob");
            }
            matcher(path, baseNames(path));
            return Optional.empty();
        } catch (InvalidPathException | PatternSyntaxException e) {
            return Optional.of("\"" + option + "\": " + firstLine(e) + "; correct it");
        }
    }

    /** The files in the order of their names; at least one. */
    static List<Path> find(String option) throws DeviceFailure {
        var path = Path.of(option);
        try {
            if (Files.isDirectory(path)) {
                return found(inFolder(path), path, "there is no PNG file in this folder, that is none ending in .png");
            }
            if (Files.exists(path) || baseNames(path) == path.getNameCount()) {
                return List.of(path);
            }
            return found(matching(path), path, "no file matches");
        } catch (IOException e) {
            throw new DeviceFailure(Reason.NO_INPUT, "cannot read " + path + ": " + Words.of(e, path));
        }
    }

    private static List<Path> found(List<Path> files, Path path, String otherwise) throws DeviceFailure {
        if (files.isEmpty()) {
            throw new DeviceFailure(Reason.NO_INPUT, "cannot read " + path + ": " + otherwise);
        }
        return files;
    }

    private static List<Path> inFolder(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".png")).sorted().toList();
        }
    }

    private static List<Path> matching(Path glob) throws IOException {
        int names = baseNames(glob);
        var start = glob.isAbsolute() ? Path.of("/") : Path.of("");
        var base = names == 0 ? start : start.resolve(glob.subpath(0, names));
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        var matcher = matcher(glob, names);
        int depth = glob.toString().contains("**") ? Integer.MAX_VALUE : glob.getNameCount() - names;
        try (var files = Files.walk(base, depth, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile).filter(file -> matcher.matches(base.relativize(file))).sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Of the names that are a glob; a folder's name before them may hold what would be one. */
    private static PathMatcher matcher(Path glob, int names) {
        var rest = names == glob.getNameCount() ? "" : glob.subpath(names, glob.getNameCount()).toString();
        return glob.getFileSystem().getPathMatcher("glob:" + rest);
    }

    /** How many names there are before the first that is a glob. */
    private static int baseNames(Path path) {
        return IntStream.range(0, path.getNameCount())
                .filter(i -> path.getName(i).toString().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0)).findFirst()
                .orElse(path.getNameCount());
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
