// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dkvm.kernel.api.Notice;
import dkvm.sdk.wire.v1.DeviceChange;
import dkvm.sdk.wire.v1.LinkChange;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a notice looks, as a line for people and as JSON. */
final class NoticeForm {
    private static final int MAX_TEXT = 200;

    private final DateTimeFormatter time;

    NoticeForm(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
    }

    String line(Notice notice) {
        var members = members(notice);
        var words = new StringBuilder(time.format(notice.time())).append(' ').append(notice.topic());
        if (members.containsKey("link")) {
            words.append(' ').append(OneLine.of(members.getOrDefault("link", "")));
        }
        if (members.containsKey("state")) {
            words.append(' ').append(OneLine.of(members.getOrDefault("state", "")));
            if (!members.getOrDefault("before", "").isEmpty()) {
                words.append(", was ").append(OneLine.of(members.getOrDefault("before", "")));
            }
            words.append(members.containsKey("removed") ? ", removed" : "");
        }
        for (var member : new String[]{"status", "text", "base64"}) {
            var text = members.getOrDefault(member, "");
            if (!text.isEmpty()) {
                words.append("  ").append(OneLine.of(text, MAX_TEXT));
            }
        }
        return words.append('\n').toString();
    }

    Map<String, Object> json(Notice notice) {
        var json = new LinkedHashMap<String, Object>();
        json.put("number", notice.number());
        json.put("time", notice.time().toString());
        json.put("topic", notice.topic());
        json.putAll(members(notice));
        json.remove("link");
        json.computeIfPresent("removed", (_, _) -> true);
        return json;
    }

    private static Map<String, String> members(Notice notice) {
        var topic = notice.topic().split("/", -1);
        try {
            if (topic.length == 3 && topic[2].equals("state")) {
                return switch (topic[0]) {
                    case "device" -> device(DeviceChange.parseFrom(notice.payload()));
                    case "pipeline" -> link(LinkChange.parseFrom(notice.payload()));
                    default -> other(notice.payload());
                };
            }
        } catch (InvalidProtocolBufferException e) {
            // Shown as it is.
        }
        return other(notice.payload());
    }

    private static Map<String, String> device(DeviceChange change) {
        var members = new LinkedHashMap<String, String>();
        members.put("device", change.getDevice().getId());
        members.put("state", change.getDevice().getState());
        members.put("before", change.getBefore());
        members.put("status", change.getDevice().getStatus());
        if (change.getRemoved()) {
            members.put("removed", "");
        }
        return members;
    }

    private static Map<String, String> link(LinkChange change) {
        var members = new LinkedHashMap<String, String>();
        members.put("pipeline", change.getPipeline());
        members.put("link", change.getFrom() + " > " + change.getTo());
        members.put("from", change.getFrom());
        members.put("to", change.getTo());
        members.put("state", change.getState());
        members.put("before", change.getBefore());
        if (change.getRemoved()) {
            members.put("removed", "");
        }
        return members;
    }

    /** A device's own words: as text, where they are text that a terminal can show. */
    private static Map<String, String> other(ByteString payload) {
        var text = payload.toStringUtf8();
        boolean readable = payload.isValidUtf8() && text.chars().noneMatch(Character::isISOControl);
        return readable
                ? Map.of("text", text)
                : Map.of("base64", Base64.getEncoder().encodeToString(payload.toByteArray()));
    }
}
