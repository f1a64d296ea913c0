// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.OptionSpec.Format;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.metatype.AD;
import org.apache.felix.metatype.Designate;
import org.apache.felix.metatype.MetaDataReader;
import org.apache.felix.metatype.OCD;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * What a type's OSGi metatype document says.
 *
 * @param description a sentence for users; may be empty
 * @param options the options by name
 */
record MetatypeSchema(String description, Map<String, OptionSpec> options) {
    /** Of a type that declares nothing. */
    static final MetatypeSchema NONE = new MetatypeSchema("", Map.of());

    /**
     * Reads a document.
     *
     * @return schemas by PID: the PID is the device type's name
     * @throws IllegalArgumentException if a default or a bound is not of the option's format
     */
    static Map<String, MetatypeSchema> read(InputStream xml) throws IOException {
        var data = new MetaDataReader().parse(xml);
        if (data == null) {
            throw new IOException("not a metatype document");
        }
        Map<?, ?> classes = data.getObjectClassDefinitions() == null ? Map.of() : data.getObjectClassDefinitions();
        List<?> designates = data.getDesignates() == null ? List.of() : data.getDesignates();
        var schemas = new HashMap<String, MetatypeSchema>();
        for (var item : designates) {
            var designate = (Designate) item;
            if (designate.getObject() != null && classes.get(designate.getObject().getOcdRef()) instanceof OCD ocd) {
                schemas.put(designate.getPid(), new MetatypeSchema(
                        ocd.getDescription() == null ? "" : ocd.getDescription(), options(ocd)));
            }
        }
        return schemas;
    }

    private static Map<String, OptionSpec> options(OCD ocd) {
        var options = new LinkedHashMap<String, OptionSpec>();
        Map<?, ?> attributes = ocd.getAttributeDefinitions() == null ? Map.of() : ocd.getAttributeDefinitions();
        for (var item : attributes.values()) {
            var spec = option((AD) item);
            options.put(spec.name(), spec);
        }
        return options;
    }

    private static OptionSpec option(AD ad) {
        var format = format(ad);
        boolean list = ad.getCardinality() != 0;
        var defaults = defaults(ad, list, format);
        // Bounds of texts are lengths in metatype; none of ours needs them.
        boolean bounded = format != Format.NONE || type(ad) != OptionSpec.Type.TEXT;
        var spec = new OptionSpec(ad.getID(), type(ad), format, list, ad.isRequired() && ad.getDefaultValue() == null,
                defaults, bounded ? bound(ad, ad.getMin(), format) : Optional.empty(),
                bounded ? bound(ad, ad.getMax(), format) : Optional.empty(),
                ad.getOptionValues() == null ? List.of() : List.of(ad.getOptionValues()),
                ad.getDescription() == null ? "" : ad.getDescription());
        // A default that the schema itself refuses must fail here, not with the first user.
        new OptionValues(spec, Path.of("/")).defaultValue();
        return spec;
    }

    private static OptionSpec.Type type(AD ad) {
        return switch (ad.getType()) {
            case AttributeDefinition.LONG, AttributeDefinition.INTEGER, AttributeDefinition.SHORT,
                    AttributeDefinition.BYTE ->
                OptionSpec.Type.NUMBER;
            case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> OptionSpec.Type.DECIMAL;
            case AttributeDefinition.BOOLEAN -> OptionSpec.Type.FLAG;
            default -> OptionSpec.Type.TEXT;
        };
    }

    private static Format format(AD ad) {
        Map<?, ?> extensions = ad.getOptionalAttributes() == null ? Map.of() : ad.getOptionalAttributes();
        return extensions.get("format") instanceof String name
                ? Format.valueOf(name.toUpperCase(Locale.ROOT))
                : Format.NONE;
    }

    /** An annotation cannot say "none" but by an empty text or list: bnd writes an empty default for both. */
    private static List<String> defaults(AD ad, boolean list, Format format) {
        @Nullable
        String[] values = ad.getDefaultValue();
        if (values == null) {
            return List.of();
        }
        boolean isNone = values.length == 1 && "".equals(values[0]) && (list || format != Format.NONE);
        return isNone ? List.of() : Arrays.stream(values).map(String::valueOf).toList();
    }

    private static Optional<BigDecimal> bound(AD ad, @Nullable String text, Format format) {
        if (text == null) {
            return Optional.empty();
        }
        return switch (format) {
            case DURATION -> Optional.of(BigDecimal.valueOf(Durations.parse(text).toMillis()));
            case SIZE -> Optional.of(BigDecimal.valueOf(Sizes.parse(text)));
            case PATH, HOST_PORT -> Optional.empty();
            case NONE -> Optional.of(Numbers.exact(text).orElseThrow(() -> new IllegalArgumentException(
                    "option " + Words.quote(ad.getID()) + " has the bound " + Words.quote(text))));
        };
    }
}
