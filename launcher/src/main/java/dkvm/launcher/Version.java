// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dkvm.sdk.wire.Wire;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which dKVMs this is, and what it runs on. */
final class Version implements IVersionProvider {

    /** The product's version, as in the launcher's jar; classes outside a jar have none. */
    static String number() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "unpacked");
    }

    @Override
    public String[] getVersion() {
        return new String[]{line()};
    }

    static String line() {
        return "dKVMs " + number() + " (wire protocol " + Wire.VERSION + ", Java " + Runtime.version() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")";
    }

    static String json() {
        var protocol = new JsonObject();
        protocol.addProperty("min", Wire.VERSION);
        protocol.addProperty("max", Wire.VERSION);
        var version = new JsonObject();
        version.addProperty("name", "dKVMs");
        version.addProperty("version", number());
        version.add("protocol", protocol);
        version.addProperty("java", Runtime.version().toString());
        version.addProperty("os", System.getProperty("os.name"));
        version.addProperty("arch", System.getProperty("os.arch"));
        return new GsonBuilder().disableHtmlEscaping().create().toJson(version);
    }
}
