// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.wire.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dkvm.sdk.wire.v1.Envelope;
import java.util.List;
import java.util.Random;

/** Gives one field of a message another value: such messages are well-formed and say what nobody would. */
final class Tweak {
    /** Of one to four bytes a character, in one or two chars. */
    private static final List<String> TEXTS = List.of("a", "é\n", "\u2028x", "🙂");

    private Tweak() {}

    /** A message with a change; itself if it cannot be parsed. */
    static byte[] field(byte[] body, Random random) {
        try {
            var envelope = Envelope.parseFrom(body).toBuilder();
            for (var entry : envelope.getAllFields().entrySet()) {
                var inner = ((Message) entry.getValue()).toBuilder();
                change(inner, random);
                envelope.setField(entry.getKey(), inner.build());
            }
            return envelope.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            return body;
        }
    }

    private static void change(Message.Builder message, Random random) {
        var fields = message.getDescriptorForType().getFields();
        if (fields.isEmpty()) {
            return;
        }
        var field = fields.get(random.nextInt(fields.size()));
        if (field.isRepeated()) {
            message.addRepeatedField(field, value(message, field, random));
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && message.hasField(field)) {
            var inner = ((Message) message.getField(field)).toBuilder();
            change(inner, random);
            message.setField(field, inner.build());
        } else {
            message.setField(field, value(message, field, random));
        }
    }

    private static Object value(Message.Builder message, FieldDescriptor field, Random random) {
        return switch (field.getJavaType()) {
            case INT -> (int) number(random);
            case LONG -> number(random);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> TEXTS.get(random.nextInt(TEXTS.size())).repeat(random.nextInt(1 << random.nextInt(11)));
            case BYTE_STRING -> ByteString.copyFrom(new byte[random.nextInt(100)]);
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(9));
            case MESSAGE -> {
                var inner = message.newBuilderForField(field);
                change(inner, random);
                yield inner.build();
            }
            case FLOAT, DOUBLE -> throw new AssertionError("there are none");
        };
    }

    /** A number of any length, of either sign, often small. */
    private static long number(Random random) {
        return random.nextLong() >> random.nextInt(65);
    }
}
