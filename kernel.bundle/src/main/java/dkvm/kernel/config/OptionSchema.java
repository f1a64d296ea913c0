// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.OptionSpec.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of a device type as JSON Schema. */
final class OptionSchema {
    private OptionSchema() {}

    static Map<String, Object> of(DeviceType type) {
        var properties = new LinkedHashMap<String, Object>();
        type.options().values().forEach(option -> properties.put(option.name(), of(option)));
        return SchemaForms.mapping(properties, type.options().values().stream().filter(OptionSpec::required)
                .map(OptionSpec::name).toArray(String[]::new));
    }

    static Map<String, Object> of(OptionSpec option) {
        var item = form(option);
        var form = SchemaForms.described(description(option), option.list() ? SchemaForms.oneOrMore(item, 0) : item);
        if (!option.defaults().isEmpty()) {
            form.put("default", option.list() ? option.defaults() : typed(option, option.defaults().getFirst()));
        }
        return form;
    }

    private static Map<String, Object> form(OptionSpec option) {
        if (!option.choices().isEmpty()) {
            return SchemaForms.choice(option.choices());
        }
        return switch (option.format()) {
            case PATH, HOST_PORT -> SchemaForms.object("type", List.of("string", "number", "boolean"), "minLength", 1);
            case DURATION -> SchemaForms.duration();
            case SIZE -> SchemaForms.size();
            case NONE -> switch (option.type()) {
                case TEXT -> SchemaForms.text();
                case NUMBER -> SchemaForms.number(true, option.min(), option.max());
                case DECIMAL -> SchemaForms.number(false, option.min(), option.max());
                case FLAG -> SchemaForms.flag();
                case MAPPING -> SchemaForms.object("type", List.of("object", "null"));
            };
        };
    }

    /** What the schema cannot say is said in words. */
    private static String description(OptionSpec option) {
        var words = new ArrayList<String>();
        if (!option.description().isEmpty()) {
            words.add(option.description());
        }
        switch (option.format()) {
            case PATH -> words.add("path, relative to this file's folder");
            case HOST_PORT -> words.add("host or host:port");
            case DURATION, SIZE -> {
                option.min().ifPresent(min -> words.add("at least " + OptionWords.bound(option, min)));
                option.max().ifPresent(max -> words.add("at most " + OptionWords.bound(option, max)));
            }
            case NONE -> {
            }
        }
        return String.join("; ", words);
    }

    private static Object typed(OptionSpec option, String text) {
        if (option.format() != Format.NONE) {
            return text;
        }
        return switch (option.type()) {
            case NUMBER -> Numbers.whole(text);
            case DECIMAL -> Numbers.decimal(text);
            case FLAG -> Flags.parse(text);
            case TEXT, MAPPING -> text;
        };
    }
}
