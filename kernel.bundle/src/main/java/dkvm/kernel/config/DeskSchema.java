// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static dkvm.kernel.config.SchemaForms.choice;
import static dkvm.kernel.config.SchemaForms.described;
import static dkvm.kernel.config.SchemaForms.duration;
import static dkvm.kernel.config.SchemaForms.flag;
import static dkvm.kernel.config.SchemaForms.mapping;
import static dkvm.kernel.config.SchemaForms.named;
import static dkvm.kernel.config.SchemaForms.number;
import static dkvm.kernel.config.SchemaForms.object;
import static dkvm.kernel.config.SchemaForms.oneOrMore;
import static dkvm.kernel.config.SchemaForms.size;
import static dkvm.kernel.config.SchemaForms.text;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dkvm.kernel.config.MemorySettings.Storage;
import dkvm.kernel.config.RestartPolicy.Mode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration file as JSON Schema (draft 2020-12), for editors: whatever the schema refuses {@code check} refuses
 * too, but for a device type that there is not, of which {@code check} only warns. Links, ranges of durations and what
 * device types say by code is left to {@code check}.
 */
public final class DeskSchema {
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final String ID = "^[a-z][a-z0-9-]{0,63}$";
    private static final String END = "^[a-z][a-z0-9-]{0,63}(?:\\.[^>]+)?$";

    private DeskSchema() {}

    /**
     * The schema.
     *
     * @param types the device types there are; a file with another one does not fit the schema
     * @return a JSON document
     */
    public static String of(DeviceTypes types) {
        var schema = object("$schema", DRAFT, "$id", "urn:dkvm:desk:1",
                "title", "dKVMs desk", "description", "Devices and the pipelines between them");
        var top = new LinkedHashMap<String, Object>();
        top.put("version", described("The format of this file: always 1", SchemaForms.only(DeskReader.VERSION)));
        top.put("kernel", described("The kernel as a whole", mapping(object( //
                "name", described("What it is called; default: the host's name", text()), //
                "watch", described("Whether saving this file applies it", with(flag(), true))))));
        top.put("memory", described("Shared memory for pictures and sound", mapping(object( //
                "limit", described("What all pools may take; default: a quarter of RAM, at most 2GiB", size()), //
                "storage", described("Where pools live: auto, memfd or file",
                        with(choice(Arrays.stream(Storage.values()).map(Storage::id).toList()), "auto"))))));
        top.put("devices", described("Devices by id", named(ID, object("$ref", "#/$defs/device"))));
        top.put("pipelines", described("Pipelines by id", named(ID, object("$ref", "#/$defs/pipeline"))));
        schema.putAll(mapping(top, "version"));
        var definitions = object("device", device(types), "restart", restart(), "pipeline", pipeline());
        types.names().stream().flatMap(name -> types.find(name).stream())
                .forEach(type -> definitions.put(options(type.name()), described(type.description(), config(type))));
        schema.put("$defs", definitions);
        return JSON.toJson(schema);
    }

    /**
     * The schema of one type's options.
     *
     * @param type the type
     * @return a JSON document
     */
    public static String of(DeviceType type) {
        var schema = object("$schema", DRAFT, "$id", "urn:dkvm:config:" + type.name(), "title", type.name());
        schema.putAll(described(type.description(), config(type)));
        return JSON.toJson(schema);
    }

    private static Map<String, Object> config(DeviceType type) {
        return type.name().equals(DeviceType.PROCESS) ? ProcessSchema.config(type) : OptionSchema.of(type);
    }

    private static String options(String type) {
        return "config." + type;
    }

    private static Map<String, Object> device(DeviceTypes types) {
        var names = new ArrayList<Object>();
        var rules = new ArrayList<Object>();
        for (var name : types.names()) {
            var type = types.find(name).orElseThrow();
            names.add(object("const", name, "description", type.description()));
            var reference = "#/$defs/" + options(name);
            var then = object("properties", object("config", object("$ref", reference)));
            if (type.options().values().stream().anyMatch(OptionSpec::required)) {
                then.put("required", List.of("config"));
            }
            rules.add(object("if", object("properties", object("type", object("const", name)), "required",
                    List.of("type")), "then", then));
        }
        names.add(SchemaForms.variable());
        var properties = object("type", object("description", "What kind of device it is", "anyOf", names), //
                "enabled", described("Whether it is to run", with(flag(), true)), //
                "config", object("description", "The type's own options", "type", List.of("object", "null")), //
                "restart", object("$ref", "#/$defs/restart"), //
                "liveness", described("How long its work may stand still before it counts as hung; 0: for ever",
                        with(duration(), Durations.text(DeviceEntry.DEFAULT_LIVENESS))), //
                "memory", described("Shared memory of this device", mapping(object( //
                        "limit", described("What its pools may take; default: the kernel's limit", size())))));
        var device = mapping(properties, "type");
        device.put("allOf", rules);
        return device;
    }

    private static Map<String, Object> restart() {
        return described("When it is started again", mapping(object( //
                "policy",
                described("After which ends: never, on-failure or always",
                        with(choice(Arrays.stream(Mode.values()).map(Mode::id)
                                .toList()), Mode.ON_FAILURE.id())), //
                "initial", wait("The first wait; each further one is twice as long", RestartPolicy.DEFAULT_INITIAL), //
                "max", wait("The longest wait", RestartPolicy.DEFAULT_MAX), //
                "limit", described("Restarts within the window after which it is given up; 0: never",
                        with(number(true, Optional.of(BigDecimal.ZERO), Optional.of(BigDecimal.valueOf(1_000_000))),
                                RestartPolicy.DEFAULT_LIMIT)), //
                "window", wait("The time in which restarts are counted", RestartPolicy.DEFAULT_WINDOW), //
                "reset", wait("The time of running after which all is forgotten", RestartPolicy.DEFAULT_RESET))));
    }

    private static Map<String, Object> wait(String description, Duration otherwise) {
        return described(description, with(duration(), Durations.text(otherwise)));
    }

    private static Map<String, Object> pipeline() {
        var end = text(END);
        return mapping(object( //
                "from", described("DEVICE or DEVICE.PORT, or a list", oneOrMore(end, 1)), //
                "to", described("DEVICE or DEVICE.PORT, or a list", oneOrMore(end, 1)), //
                "overflow", described("What happens when a queue is full; default: as suits the kind of stream",
                        choice(Arrays.stream(Overflow.values()).map(Overflow::id).toList())), //
                "capacity", described("How many events a queue holds; default: as suits the kind of stream",
                        number(true, Optional.of(BigDecimal.ONE), Optional.of(BigDecimal.valueOf(1_000_000))))),
                "from", "to");
    }

    private static Map<String, Object> with(Map<String, Object> form, Object otherwise) {
        form.put("default", otherwise);
        return form;
    }
}
