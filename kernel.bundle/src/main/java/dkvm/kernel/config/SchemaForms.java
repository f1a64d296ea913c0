// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The forms of scalars in JSON Schema. Values are typed by their text, quoted or not, and a variable may stand for
 * any: so each form takes the text of its value too, and whatever holds a dollar sign.
 */
final class SchemaForms {
    private static final String VARIABLE = "|[$]";
    private static final String NUMBER = "^\\s*[+-]?(?:[0-9][0-9_]*(?:\\.[0-9_]*)?|\\.[0-9][0-9_]*)"
            + "(?:[eE][+-]?[0-9]{1,3})?\\s*$|^\\s*[+-]?0(?:[xX][0-9a-fA-F_]+|[oO][0-7_]+)\\s*$";
    private static final String DURATION = "^\\s*(?:0|[0-9]{1,12}(?:\\.[0-9]{1,9})? ?(?:[mM]?[sS]|[mMhHdD]))\\s*$";
    private static final String SIZE = "^\\s*[0-9]{1,18}(?:\\.[0-9]{1,9})? ?(?:[bB]|[kKmMgGtT][iI][bB])?\\s*$";
    private static final String FLAG = "^\\s*(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[yY][eE][sS]|[nN][oO]|[oO][nN]"
            + "|[oO][fF][fF])\\s*$";

    private SchemaForms() {}

    /** A JSON object of names and values in turn. */
    static Map<String, Object> object(Object... pairs) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }

    /** The same object, described. */
    static Map<String, Object> described(String description, Map<String, Object> form) {
        var object = object("description", description);
        object.putAll(form);
        return object;
    }

    static Map<String, Object> text() {
        return object("type", List.of("string", "number", "boolean"));
    }

    /** A text that matches a pattern; both ends of it are its own affair. */
    static Map<String, Object> text(String pattern) {
        return object("type", "string", "pattern", pattern + VARIABLE);
    }

    /** One of these, or a variable; what YAML takes for a number or a flag is one of them as such. */
    static Map<String, Object> choice(List<String> choices) {
        var values = new LinkedHashSet<Object>(choices);
        for (var choice : choices) {
            Numbers.exact(choice).ifPresent(values::add);
            Flags.read(choice).ifPresent(values::add);
        }
        return object("anyOf", List.of(object("enum", List.copyOf(values)), variable()));
    }

    /** One number. */
    static Map<String, Object> only(long number) {
        return object("anyOf",
                List.of(object("const", number), object("type", "string", "pattern", NUMBER + VARIABLE)));
    }

    /** The same form, or nothing at all: what has no value is not given. */
    private static Object optional(Object form) {
        if (!(form instanceof Map<?, ?> map)) {
            return form;
        }
        var optional = new LinkedHashMap<Object, Object>(map);
        optional.computeIfPresent("type", (_, types) -> with(types instanceof List<?> list ? list : List.of(types),
                "null"));
        optional.computeIfPresent("anyOf", (_, forms) -> with((List<?>) forms, object("type", "null")));
        return optional;
    }

    private static List<Object> with(List<?> all, Object more) {
        return Stream.concat(all.stream().filter(one -> !one.equals(more)), Stream.of(more)).toList();
    }

    static Map<String, Object> variable() {
        return object("type", "string", "pattern", VARIABLE.substring(1));
    }

    static Map<String, Object> flag() {
        return object("type", List.of("boolean", "string"), "pattern", FLAG + VARIABLE);
    }

    static Map<String, Object> number(boolean whole, Optional<BigDecimal> min, Optional<BigDecimal> max) {
        var form = object("type", List.of(whole ? "integer" : "number", "string"));
        min.ifPresent(bound -> form.put("minimum", bound));
        max.ifPresent(bound -> form.put("maximum", bound));
        form.put("pattern", NUMBER + VARIABLE);
        return form;
    }

    /** Only 0 needs no unit. */
    static Map<String, Object> duration() {
        return object("type", List.of("string", "integer"), "minimum", 0, "maximum", 0, "pattern", DURATION + VARIABLE);
    }

    static Map<String, Object> size() {
        return object("type", List.of("string", "integer"), "minimum", 0, "pattern", SIZE + VARIABLE);
    }

    /** One value or several. */
    static Map<String, Object> oneOrMore(Map<String, Object> item, int least) {
        return object("anyOf", List.of(item, object("type", "array", "minItems", least, "items", item)));
    }

    /** A mapping of known keys; nothing at all is an empty one, unless it must hold something. */
    static Map<String, Object> mapping(Map<String, Object> properties, String... required) {
        var types = required.length == 0 ? List.of("object", "null") : List.of("object");
        var forms = new LinkedHashMap<>(properties);
        forms.replaceAll((name, form) -> Arrays.asList(required).contains(name) ? form : optional(form));
        var form = object("type", types.size() == 1 ? types.getFirst() : types, "properties", forms,
                "additionalProperties", false);
        if (required.length > 0) {
            form.put("required", Arrays.asList(required));
        }
        return form;
    }

    /** A mapping whose keys are the user's own. */
    static Map<String, Object> named(String pattern, Object value) {
        return object("type", List.of("object", "null"), "patternProperties", object(pattern, value),
                "additionalProperties", false);
    }
}
