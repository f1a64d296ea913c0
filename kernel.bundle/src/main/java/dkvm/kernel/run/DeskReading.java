// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import dkvm.kernel.config.Checked;
import dkvm.kernel.config.DeskReader;
import dkvm.kernel.config.DeviceTypes;
import dkvm.kernel.config.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How this kernel reads desks: with its environment, and with {@code --until-end} a desk without an end is wrong. Any
 * thread may ask.
 *
 * @param untilEnd whether the run is to come to an end by itself
 * @param environment for variables
 */
record DeskReading(boolean untilEnd, Map<String, String> environment) {

    /** Reads a file under the device types that these jars offer. */
    Checked file(Path file, List<Path> jars) throws IOException {
        var reader = reader(jars);
        return judged(reader, reader.read(file, false));
    }

    /** Reads what a file had as its text. */
    Checked text(Path file, String text, List<Path> jars) throws IOException {
        var reader = reader(jars);
        return judged(reader, reader.read(file, text, false));
    }

    private DeskReader reader(List<Path> jars) throws IOException {
        return new DeskReader(DeviceTypes.read(jars), environment);
    }

    private Checked judged(DeskReader reader, Checked checked) {
        if (!untilEnd) {
            return checked;
        }
        var findings = new ArrayList<>(checked.findings());
        var endless = reader.endlessUnderUntilEnd(checked);
        findings.addAll(endless);
        return new Checked(checked.desk().filter(_ -> endless.isEmpty()), findings, checked.devices(),
                checked.memory(), checked.text());
    }

    /** As people read them. */
    static List<String> lines(List<Finding> findings, Path file) {
        return findings.stream().map(finding -> finding.format(file.toString())).toList();
    }
}
