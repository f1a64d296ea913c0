// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** How a word may go on. */
final class Completer {
    private static final int MOST = 500;

    private final Commands commands;
    private final Collection<String> scoped;

    /**
     * @param commands ours
     * @param scoped the names of all, each {@code scope:name}
     */
    Completer(Commands commands, Collection<String> scoped) {
        this.commands = commands;
        this.scoped = scoped;
    }

    /**
     * Words that may stand in the place of one.
     *
     * @param from where that one begins
     * @param candidates as they are written in the line, quoted where they must be
     */
    record Completion(int from, List<Candidate> candidates) {
        JsonObject json() {
            var json = new JsonObject();
            json.addProperty("from", from);
            json.add("candidates", Answer.JSON.toJsonTree(candidates));
            return json;
        }
    }

    Completion complete(Request.Complete request) {
        var typed = TypedLine.of(request.text().substring(0, request.cursor()));
        var candidates = typed.words().isEmpty()
                ? names(typed.word())
                : arguments(typed.words(), typed.word(), request.client().folder());
        return new Completion(typed.from(), candidates.stream()
                .filter(candidate -> candidate.value().startsWith(typed.word())).distinct().limit(MOST)
                .map(candidate -> new Candidate(typed.written(candidate.value()), candidate.description())).toList());
    }

    /** Ours; once something is typed, all others too. */
    private List<Candidate> names(String typed) {
        var names = new ArrayList<Candidate>();
        commands.all().forEach(command -> names.add(new Candidate(command.name(), command.summary())));
        names.add(new Candidate("grep", "the lines of a pipe that match"));
        if (!typed.isEmpty()) {
            scoped.stream().filter(name -> !name.equals(GogoSession.SCOPE + ":" + GogoSession.UNKNOWN))
                    .forEach(name -> names.add(new Candidate(name, "")));
        }
        return names;
    }

    private List<Candidate> arguments(List<String> words, String typed, Path folder) {
        var ours = GogoSession.SCOPE + ":";
        var name = words.getFirst().startsWith(ours) ? words.getFirst().substring(ours.length()) : words.getFirst();
        Vocabulary known = word -> switch (word) {
            case "FILE" -> files(typed, folder);
            case "COMMAND" -> commands.all().stream()
                    .map(command -> new Candidate(command.name(), command.summary())).toList();
            default -> commands.known().words(word);
        };
        return commands.find(name).map(command -> command.next(words.subList(1, words.size()), known))
                .orElse(List.of());
    }

    /** What lies where the path points to that is typed so far. */
    private static List<Candidate> files(String typed, Path folder) {
        var parent = typed.substring(0, typed.lastIndexOf(File.separatorChar) + 1);
        try (Stream<Path> files = Files.list(folder.resolve(parent))) {
            return files.map(file -> parent + file.getFileName() + (Files.isDirectory(file) ? File.separator : ""))
                    .filter(file -> file.startsWith(typed)).sorted().limit(MOST)
                    .map(file -> new Candidate(file, "")).toList();
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            return List.of();
        }
    }
}
