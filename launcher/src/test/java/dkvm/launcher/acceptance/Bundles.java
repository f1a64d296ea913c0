// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The device bundles of a kernel, as {@code bundles --json} has them.
 *
 * @param all objects; shipped ones, and files of the watched folder
 */
record Bundles(List<JsonObject> all) {

    static Bundles of(Kernel kernel) {
        return new Bundles(kernel.ask("bundles", "--json").filter(text -> !text.isBlank()).map(JsonParser::parseString)
                .map(JsonElement::getAsJsonObject).stream()
                .flatMap(bundles -> bundles.getAsJsonArray("bundles").asList().stream())
                .map(JsonElement::getAsJsonObject).toList());
    }

    /** What of them is the file of this name. */
    Optional<JsonObject> file(String name) {
        return find(bundle -> !bundle.get("file").isJsonNull() && text(bundle, "file").equals(name));
    }

    /** There may be one that was refused, and one in its place. */
    private Optional<JsonObject> find(String file, String state) {
        return find(bundle -> !bundle.get("file").isJsonNull() && text(bundle, "file").equals(file)
                && text(bundle, "state").equals(state));
    }

    /** What devices of this symbolic name run from. */
    Optional<JsonObject> active(String symbolicName) {
        return find(bundle -> text(bundle, "bundle").equals(symbolicName) && text(bundle, "state").equals("ACTIVE"));
    }

    private Optional<JsonObject> find(Predicate<JsonObject> condition) {
        return all.stream().filter(condition).findFirst();
    }

    /** Waits until devices of this symbolic name run from these very bytes. */
    static JsonObject awaitActive(Kernel kernel, String symbolicName, String hash) {
        return await(kernel, symbolicName + " active with " + hash,
                bundles -> bundles.active(symbolicName).filter(bundle -> text(bundle, "hash").equals(hash)));
    }

    /** Waits until a file of the watched folder is in this state. */
    static JsonObject awaitState(Kernel kernel, String file, String state) {
        return await(kernel, file + " " + state,
                bundles -> bundles.find(file, state));
    }

    /** Waits until a file with this content was refused, and says how it is listed. */
    static JsonObject awaitRejected(Kernel kernel, Path folder, String name, String hash) {
        var file = folder.resolve("rejected").resolve(name);
        Await.until(name + " refused", () -> Files.exists(file) && hash(file).equals(hash));
        return awaitState(kernel, name, "REJECTED");
    }

    static JsonObject await(Kernel kernel, String what, Finding finding) {
        return Await.find(() -> what + ", but there are\n" + of(kernel).all + "\n" + log(kernel), Await.LONG,
                () -> finding.look(of(kernel)));
    }

    /** Something that may be there among bundles. */
    @FunctionalInterface
    interface Finding {
        Optional<JsonObject> look(Bundles bundles) throws Exception;
    }

    private static String log(Kernel kernel) {
        try {
            return kernel.log();
        } catch (IOException e) {
            return e.toString();
        }
    }

    static String text(JsonObject bundle, String member) {
        return bundle.get(member).getAsString();
    }

    static String hash(Path file) throws IOException {
        return hash(Files.readAllBytes(file));
    }

    /** SHA-256, as the jar store names its files. */
    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
