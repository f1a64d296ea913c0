// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What a device is configured with, as one JSON object: in its environment, and as the answer of {@code config.get}. */
public final class OptionsJson {
    /**
     * How long it may be, in UTF-8. Linux takes 128 KiB a variable, but an answer has 63 KiB, and the longest path of a
     * working directory goes with it.
     */
    public static final int MAX_BYTES = 58 * 1024;

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private OptionsJson() {}

    /**
     * Writes options.
     *
     * @param options as {@link DeviceEntry#options()} has them
     * @return a JSON object, by key
     */
    public static String of(Map<String, Object> options) {
        return GSON.toJson(new TreeMap<>(options));
    }

    /**
     * Whether it is longer than a device can be given.
     *
     * @param json the object
     * @return true if it is longer than {@link #MAX_BYTES}
     */
    public static boolean tooLong(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }
}
