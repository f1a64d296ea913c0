// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.memory.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A process that maps a pool as a device does, and does as its standard input says: a command a line, an answer each.
 */
final class MappingChild {
    private static MemorySegment mapped = MemorySegment.NULL;

    private MappingChild() {}

    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = obey(line.split(" ", -1));
            } catch (IOException | RuntimeException e) {
                answer = e.toString();
            }
            System.out.println(answer);
        }
    }

    private static String obey(String... command) throws IOException {
        switch (command[0]) {
            case "producer" -> mapped = map(command[1], MapMode.READ_WRITE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            case "consumer" -> mapped = map(command[1], MapMode.READ_ONLY, StandardOpenOption.READ);
            case "fill" -> mapped.fill(Byte.parseByte(command[1]));
            case "read" -> {
                byte first = mapped.get(ValueLayout.JAVA_BYTE, 0);
                boolean equal = mapped.asSlice(1).mismatch(mapped.asSlice(0, mapped.byteSize() - 1)) == -1;
                return equal ? Byte.toString(first) : "different bytes";
            }
            default -> throw new IllegalArgumentException(command[0]);
        }
        return "done";
    }

    private static MemorySegment map(String path, MapMode mode, StandardOpenOption... how) throws IOException {
        try (var channel = FileChannel.open(Path.of(path), how)) {
            return channel.map(mode, 0, channel.size(), Arena.global());
        }
    }
}
