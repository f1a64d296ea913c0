// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java program as far as a start-up cache depends on it.
 *
 * @param java the command
 * @param flags those of the JVM, without what differs from one process of the program to the next
 * @param classPath jars that are named by their content
 * @param mainClass the class with the {@code main} method
 */
public record JavaProgram(Path java, List<String> flags, List<Path> classPath, String mainClass) {

    /** Copies the lists. */
    public JavaProgram {
        flags = List.copyOf(flags);
        classPath = List.copyOf(classPath);
    }

    /**
     * Its command line.
     *
     * @param more flags besides its own
     * @return program and arguments
     */
    public List<String> command(List<String> more) {
        var command = withoutMain(more);
        command.add(mainClass);
        return command;
    }

    /** The same JVM, without saying what it is to run. */
    List<String> withoutMain(List<String> more) {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(flags);
        command.addAll(more);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        return command;
    }
}
