// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import dkvm.kernel.config.JarTypes;
import dkvm.kernel.config.ManifestHeader;
import dkvm.kernel.config.ManifestHeader.Clause;
import dkvm.kernel.config.Words;
import dkvm.sdk.wire.Wire;
import java.util.Arrays;
import java.util.List;

/** Whether a jar's device types speak the kernel's wire protocol, by what their capabilities declare. */
final class Protocols {
    private static final String PROTOCOL = "protocol";

    private Protocols() {}

    /** Refuses a jar that declares no device type, or one that speaks another protocol. */
    static void check(String provideCapability) throws RefusedException {
        var clauses = ManifestHeader.parse(provideCapability).stream()
                .filter(clause -> clause.name().equals(JarTypes.CAPABILITY)).toList();
        if (clauses.isEmpty()) {
            throw new RefusedException("it offers no device type; declare each with Provide-Capability: "
                    + JarTypes.CAPABILITY + ";" + JarTypes.DECLARATION);
        }
        for (var clause : clauses) {
            check(clause);
        }
    }

    private static void check(Clause clause) throws RefusedException {
        var type = "its device type " + Words.quote(clause.attributes().getOrDefault("type", ""));
        var text = clause.attributes().getOrDefault(PROTOCOL, "").strip();
        if (text.isEmpty()) {
            throw new RefusedException(type + " does not say which wire protocol it speaks; declare "
                    + JarTypes.DECLARATION);
        }
        try {
            if (!versions(text).contains((long) Wire.VERSION)) {
                throw new RefusedException(type + " speaks version " + text + " of the wire protocol, this kernel "
                        + Wire.VERSION + "; build it with this kernel's SDK, or take a kernel that speaks it");
            }
        } catch (NumberFormatException e) {
            throw new RefusedException(type + " declares protocol " + Words.quote(text)
                    + ", which is no number; declare " + JarTypes.DECLARATION, e);
        }
    }

    /** Of {@code protocol:Long=1}, or of {@code protocol:List<Long>="1,2"} for one that speaks several. */
    private static List<Long> versions(String text) {
        return Arrays.stream(text.split(",", -1)).map(version -> Long.valueOf(version.strip())).toList();
    }
}
