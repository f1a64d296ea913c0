// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.Set;

/** The documented schemas, asked by a validator of somebody else. */
final class Schemas {
    private static final JsonSchemaFactory VALIDATORS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private Schemas() {}

    /** What is wrong with a text. */
    static Set<ValidationMessage> faults(String name, String json) {
        var file = Path.of("../docs/schema", name + ".schema.json").toAbsolutePath().normalize();
        return VALIDATORS.getSchema(SchemaLocation.of(file.toUri().toString())).validate(json, InputFormat.JSON);
    }
}
