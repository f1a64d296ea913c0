// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a program's cache is called: a hash of all that it depends on. Up to JDK 25.0.3 the JVM itself looks at the names
 * of the jars alone, and would take the classes of a jar that is no more (JDK-8377932); later ones refuse a cache when
 * a jar's size or time differ.
 */
final class CacheName {
    private CacheName() {}

    static String of(JavaProgram program) throws IOException {
        var text = new StringBuilder();
        for (var key : new String[]{"java.vm.name", "java.vm.vendor", "java.vm.version", "os.arch"}) {
            line(text, System.getProperty(key, ""));
        }
        line(text, program.java().toString());
        // A JDK that was replaced in place may call itself the same.
        var modules = program.java().resolveSibling("../lib/modules");
        line(text, stamp(modules));
        program.flags().forEach(flag -> line(text, flag));
        // Of a jar in the store, the name is the content; which home's store it is in does not matter.
        for (var jar : program.classPath()) {
            line(text, fileName(jar) + " " + stamp(jar));
        }
        line(text, program.mainClass());
        return sha256(text.toString());
    }

    private static String fileName(Path jar) {
        return String.valueOf(jar.getFileName());
    }

    private static String stamp(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis() : "absent";
    }

    private static void line(StringBuilder text, String value) {
        text.append(value).append('\n');
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
