// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import dkvm.kernel.api.LinkStatus;
import dkvm.kernel.config.PortMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How two looks at the kernel are shown: what happened between them. */
final class TopForm {
    private static final double MANY_MICROS = 10_000;

    private TopForm() {}

    /** Lines of text, no more than a terminal has rows. */
    static List<String> lines(Look before, Look now, Client client) {
        var lines = new ArrayList<String>();
        lines.add(cut("devices %d, links %d, pools %d (%s)".formatted(now.devices().size(), now.links().size(),
                now.pools().size(), PortMemory.about(now.bufferBytes())), client));
        lines.addAll(devices(before, now).fit(client).lines().toList());
        if (!now.links().isEmpty()) {
            lines.add("");
            lines.addAll(links(before, now).fit(client).lines().toList());
        }
        // The row below the last one stays free, or the terminal would scroll.
        int rows = Math.max(1, client.height() - 1);
        if (!client.terminal() || lines.size() <= rows) {
            return lines;
        }
        var seen = new ArrayList<>(lines.subList(0, rows - 1));
        seen.add(cut("… %d lines more".formatted(lines.size() - rows + 1), client));
        return seen;
    }

    private static String cut(String line, Client client) {
        return client.terminal() ? TextWidth.cut(line, client.width()) : line;
    }

    private static Table devices(Look before, Look now) {
        var table = new Table("DEVICE", "STATE", "IN/S", "OUT/S", "CPU", "MEMORY", "PID", "STATUS")
                .elastic(16, "STATUS")
                .spare("PID", "STATUS");
        for (var device : now.devices()) {
            var rate = now.rate(device, before);
            table.row(device.id(), device.state(), number(rate.in()), number(rate.out()),
                    shown(now.cpuPercent(device, before), "%.1f %%"),
                    now.resident(device).isPresent() ? PortMemory.about(now.resident(device).getAsLong()) : "-",
                    device.pid().isPresent() ? device.pid().getAsLong() : "-", device.status());
        }
        return table;
    }

    private static Table links(Look before, Look now) {
        var table = new Table("PIPELINE", "FROM", "TO", "STATE", "IN/S", "OUT/S", "QUEUED", "P99").spare("PIPELINE");
        for (var link : now.links()) {
            var rate = now.rate(link, before);
            table.row(link.pipeline(), link.from(), link.to(), link.state(), number(rate.in()), number(rate.out()),
                    link.queued(), link.latency().map(latency -> micros(latency.p99())).orElse("-"));
        }
        return table;
    }

    private static OptionalDouble p99(LinkStatus link) {
        return link.latency().map(latency -> OptionalDouble.of(latency.p99())).orElse(OptionalDouble.empty());
    }

    private static String number(double rate) {
        return String.format(Locale.ROOT, rate > 0 && rate < 10 ? "%.1f" : "%.0f", rate);
    }

    /** A time in the unit that suits it. */
    static String micros(double time) {
        boolean isLong = time >= MANY_MICROS;
        return String.format(Locale.ROOT, isLong ? "%.0f ms" : "%.0f µs", isLong ? time / 1000 : time);
    }

    private static String shown(OptionalDouble value, String format) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }

    static Map<String, Object> json(Look before, Look now, Instant time) {
        var json = new LinkedHashMap<String, Object>();
        json.put("time", time.toString());
        json.put("devices", now.devices().stream().map(device -> {
            var rate = now.rate(device, before);
            var one = new LinkedHashMap<String, @Nullable Object>();
            one.put("id", device.id());
            one.put("state", device.state());
            one.put("pid", device.pid().isPresent() ? device.pid().getAsLong() : null);
            one.put("in_per_s", rate.in());
            one.put("out_per_s", rate.out());
            one.put("cpu_percent", nullable(now.cpuPercent(device, before)));
            one.put("resident_bytes", now.resident(device).isPresent() ? now.resident(device).getAsLong() : null);
            return one;
        }).toList());
        json.put("links", now.links().stream().map(link -> {
            var rate = now.rate(link, before);
            var one = new LinkedHashMap<String, @Nullable Object>();
            one.put("pipeline", link.pipeline());
            one.put("from", link.from());
            one.put("to", link.to());
            one.put("state", link.state());
            one.put("in_per_s", rate.in());
            one.put("out_per_s", rate.out());
            one.put("queued", link.queued());
            one.put("p99_us", nullable(p99(link)));
            return one;
        }).toList());
        json.put("buffers", Map.of("pools", now.pools().size(), "bytes", now.bufferBytes()));
        return json;
    }

    private static @Nullable Double nullable(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
