// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices and kernels that are versions apart: served, or refused in words. */
@Timeout(150)
class ForeignVersionsIT {
    private static final Set<String> SETTLED = Set.of("ENDED", "FAILED");

    @TempDir
    Path folder;

    @Test
    void aDeviceOfAnotherVersionIsServedOrRefusedInWords() throws Exception {
        var desk = Desk.in(folder);
        Files.writeString(folder.resolve("desk.yaml"), """
                version: 1
                devices:
                %s%s%s%s  paper: {type: dummy-keyboard-sink, config: {file: out.jsonl}}
                pipelines:
                  typing: {from: newer.keys, to: paper}
                """.formatted(device("newer", "'1', '3'"), device("too-new", "'2', '3'"), device("too-old", "'0', '0'"),
                device("needy", "'1', '1', telepathy")));
        var kernel = desk.start("run", "desk.yaml");
        try {
            var devices = new TreeMap<String, JsonObject>();
            while (devices.size() < 4) {
                assertThat(kernel.isAlive()).as(Files.readString(folder.resolve("stderr"))).isTrue();
                settled(desk.dkvm("ctl", "devices", "--json").out(), devices);
            }

            assertThat(devices).hasEntrySatisfying("newer",
                    device -> assertThat(device.get("state").getAsString()).isEqualTo("ENDED"));
            assertThat(reason(devices, "too-new"))
                    .isEqualTo("it speaks protocol versions 2 to 3, this kernel speaks 1");
            assertThat(reason(devices, "too-old"))
                    .isEqualTo("it speaks protocol versions 0 to 0, this kernel speaks 1");
            assertThat(reason(devices, "needy")).isEqualTo("it needs \"telepathy\", which this kernel does not have");
        } finally {
            kernel.destroy();
        }
        assertThat(kernel.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(kernel.exitValue()).isZero();
        // An SDK of version 1 took events with fields of a newer one.
        assertThat(Files.readString(folder.resolve("out.jsonl")).lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject().get("state").getAsString()))
                .containsExactly("down", "up");
    }

    private static String device(String id, String arguments) {
        return "  %s: {type: process, restart: {policy: never}, config: {command: [\"%s\", -cp, \"%s\", %s, %s]}}\n"
                .formatted(id, Desk.java(), System.getProperty("java.class.path"), RawDevice.class.getName(),
                        arguments);
    }

    private static void settled(String json, Map<String, JsonObject> devices) {
        if (!json.isBlank()) {
            JsonArray all = JsonParser.parseString(json).getAsJsonArray();
            all.forEach(entry -> {
                var device = entry.getAsJsonObject();
                if (SETTLED.contains(device.get("state").getAsString())) {
                    devices.put(device.get("id").getAsString(), device);
                }
            });
        }
    }

    private static String reason(Map<String, JsonObject> devices, String id) {
        var device = requireNonNull(devices.get(id));
        assertThat(device.get("state").getAsString()).as(id).isEqualTo("FAILED");
        return device.getAsJsonObject("last_exit").get("reason").getAsString();
    }

    @Test
    void aDeviceOfTheSdkRefusesAKernelOfOtherVersionsInWords() throws Exception {
        var environment = Desk.in(folder).environment();
        environment.put("DKVM_PROTOCOL", "3-4");
        var jars = Desk.DISTRIBUTION.toRealPath().resolve("bundles") + "/*";

        var result = Scripts.run(folder, environment,
                List.of(Desk.java(), "-cp", jars, "dkvm.device.dummy.keyboard.KeyboardSinkMain"));

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().collect(Collectors.toList())).singleElement().asString()
                .isEqualTo("<3>the kernel speaks versions 3-4 of the wire protocol, this device 1; "
                        + "use a dKVMs and a device that fit");
    }
}
