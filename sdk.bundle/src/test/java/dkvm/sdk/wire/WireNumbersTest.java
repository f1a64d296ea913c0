// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dkvm.sdk.wire.v1.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The last chapter of docs/wire-protocol.md has the numbers of v1.proto; a failure shows what it should have. */
class WireNumbersTest {
    private static final String HEADING = "## All messages and their numbers\n";

    @Test
    void theDocumentHasTheNumbersOfTheSchema() throws IOException {
        var document = Files.readString(Path.of("../docs/wire-protocol.md"));
        assertThat(document).contains(HEADING);
        var chapter = document.substring(document.indexOf(HEADING));

        assertThat(chapter).contains(messages()).contains(enumerations());
    }

    private static String messages() {
        return Envelope.getDescriptor().getFile().getMessageTypes().stream().map(WireNumbersTest::row)
                .collect(Collectors.joining("", "| message | fields |\n| --- | --- |\n", "\n"));
    }

    private static String row(Descriptor message) {
        var fields = message.getFields().stream().map(WireNumbersTest::field).collect(Collectors.joining(", "));
        return "| `" + message.getName() + "` | " + (fields.isEmpty() ? "none" : fields) + " |\n";
    }

    private static String field(FieldDescriptor field) {
        var type = switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getName();
            case ENUM -> field.getEnumType().getName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
        return field.getNumber() + " `" + field.getName() + "` " + (field.isRepeated() ? "list of " : "") + type;
    }

    private static String enumerations() {
        return Envelope.getDescriptor().getFile().getEnumTypes().stream().map(WireNumbersTest::row)
                .collect(Collectors.joining("", "| enumeration | values |\n| --- | --- |\n", ""));
    }

    private static String row(EnumDescriptor enumeration) {
        return enumeration.getValues().stream().map(value -> value.getNumber() + " " + value.getName())
                .collect(Collectors.joining(", ", "| `" + enumeration.getName() + "` | ", " |\n"));
    }
}
