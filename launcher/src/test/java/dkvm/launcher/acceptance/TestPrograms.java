// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Device programs of the tests, as devices of a desk. */
final class TestPrograms {
    private TestPrograms() {}

    /**
     * A display device of type {@code process}, which is started again at once whenever it is killed.
     *
     * @param program has a {@code main}
     * @param direction of its one port, {@code in} or {@code out}
     * @param options as YAML, without braces
     * @param arguments of the program
     */
    static String device(Class<?> program, String direction, String options, String... arguments) {
        return "{type: process, restart: {initial: 10ms, max: 20ms, limit: 0}, config: {command: %s, options: {%s}, ports: {%s: {video: display}}}}"
                .formatted(command(program, arguments), options, direction);
    }

    /**
     * A program's command line, as YAML.
     *
     * @param program has a {@code main}
     * @param arguments of the program
     */
    static String command(Class<?> program, String... arguments) {
        return """
                ['%s', -Xmx64m, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -XX:-UsePerfData,
                    -XX:+DisplayVMOutputToStderr, --enable-native-access=ALL-UNNAMED, -cp, '%s', %s]"""
                .formatted(Lab.JAVA, System.getProperty("java.class.path"),
                        Stream.concat(Stream.of(program.getName()), Stream.of(arguments))
                                .collect(Collectors.joining(", ")));
    }
}
