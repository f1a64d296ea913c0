// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.YamlNode.Scalar;
import java.util.regex.Pattern;

/** The names that users give to devices, pipelines and ports. */
final class Ids {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private Ids() {}

    static void check(Scalar id, String what, Findings findings) {
        if (!isValid(id.text())) {
            findings.error(id.position(), what + " " + Words.quote(id.text())
                    + " must begin with a letter a-z, then a-z, 0-9 and -, 64 at most; rename it");
        }
    }

    static boolean isValid(String id) {
        return FORM.matcher(id).matches();
    }
}
