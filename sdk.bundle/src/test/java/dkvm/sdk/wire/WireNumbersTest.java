// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dkvm.sdk.wire.v1.Credit;
import dkvm.sdk.wire.v1.Direction;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Key;
import dkvm.sdk.wire.v1.PressState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
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

    @Test
    void theBytesOfTheExampleAreWhatItSays() throws IOException {
        var document = Files.readString(Path.of("../docs/wire-protocol.md"));
        var example = document.substring(document.indexOf("For example: Hello"));
        var lines = example.substring(example.indexOf("```\n") + 4).lines().limit(3).toList();

        var hello = message(lines.get(0)).getHello();
        assertThat(hello.getPorts(0).getName()).isEqualTo("keys");
        assertThat(hello.getPorts(0).getDirection()).isEqualTo(Direction.IN);
        var event = message(lines.get(1)).getEvent();
        assertThat(event.getKey()).isEqualTo(Key.newBuilder().setUsage(0x70004).setState(PressState.DOWN).build());
        assertThat(message(lines.get(2)).getCredit())
                .isEqualTo(Credit.newBuilder().setStream(event.getStream()).setSeq(1).setBytes(35).build());
        assertThat(bytes(lines.get(1))).hasSize(35);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }

    private static Envelope message(String hex) throws IOException {
        return Envelope.parseDelimitedFrom(new ByteArrayInputStream(bytes(hex)));
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
