// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The links of all pipelines.
 *
 * @param all objects of contract section 7
 */
record Links(List<JsonObject> all) {

    /** From {@code pipelines --json}. */
    static Links of(JsonObject pipelines) {
        return new Links(pipelines.getAsJsonObject("pipelines").asMap().values().stream()
                .flatMap(pipeline -> pipeline.getAsJsonObject().getAsJsonArray("links").asList().stream())
                .map(JsonElement::getAsJsonObject).toList());
    }

    /** From a report. */
    static Links ofReport(Path file) throws IOException {
        return of(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    }

    JsonObject to(String sink) {
        return all.stream().filter(link -> link.get("to").getAsString().equals(sink)).findFirst()
                .orElseThrow(() -> new AssertionError("no link to " + sink + " in " + all));
    }

    /** Nothing is hidden: {@code in = out + queued + in_flight + Σ dropped}. */
    Links balanced() {
        for (var link : all) {
            long dropped = link.getAsJsonObject("dropped").asMap().values().stream().mapToLong(JsonElement::getAsLong)
                    .sum();
            assertThat(number(link, "out") + number(link, "queued") + number(link, "in_flight") + dropped)
                    .as("%s", link).isEqualTo(number(link, "in"));
        }
        return this;
    }

    /** All came through, and these are all. */
    Links complete(long events) {
        for (var link : balanced().all) {
            assertThat(number(link, "in")).as("%s", link).isEqualTo(events);
            assertThat(number(link, "out")).as("%s", link).isEqualTo(events);
        }
        return this;
    }

    static long number(JsonObject object, String member) {
        return object.get(member).getAsLong();
    }

    static long dropped(JsonObject link, String reason) {
        return number(link.getAsJsonObject("dropped"), reason);
    }
}
