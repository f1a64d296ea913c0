// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.run;

import com.google.gson.GsonBuilder;
import dkvm.kernel.api.KernelView;
import dkvm.kernel.api.PoolStatus;
import dkvm.kernel.api.StatusJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The report of a run: what the devices and links did, as one JSON object. */
final class Report {
    private static final int SCHEMA = 1;

    private Report() {}

    static String of(KernelView view) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schema", SCHEMA);
        json.put("pipelines", StatusJson.pipelines(view.links()));
        json.put("devices", StatusJson.devices(view.devices()));
        json.put("memory", memory(view));
        return new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create().toJson(json)
                + "\n";
    }

    private static Map<String, Object> memory(KernelView view) {
        var memory = new LinkedHashMap<String, Object>();
        var pools = view.pools();
        memory.put("pools", StatusJson.pools(pools));
        memory.put("slots", pools.stream().mapToLong(PoolStatus::slots).sum());
        memory.put("leaked", view.leakedSlots());
        return memory;
    }

    /** Writes it whole or not at all; a pipe or a device gets it as it is, and is not replaced by a file. */
    static void write(String report, Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.writeString(file, report);
            return;
        }
        var temporary = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(temporary, report);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
