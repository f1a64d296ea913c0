// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The shapes in which devices, links and bundles leave the kernel as JSON: maps, lists, strings, numbers and nulls. */
public final class StatusJson {
    private StatusJson() {}

    /**
     * {@code devices --json}.
     *
     * @param devices the devices
     * @return a list of objects
     */
    public static List<Map<String, @Nullable Object>> devices(List<DeviceStatus> devices) {
        return devices.stream().map(StatusJson::device).toList();
    }

    /**
     * {@code pipelines --json}.
     *
     * @param links the links
     * @return links by pipeline
     */
    public static Map<String, Object> pipelines(List<LinkStatus> links) {
        var pipelines = new LinkedHashMap<String, List<Map<String, @Nullable Object>>>();
        links.forEach(link -> pipelines.computeIfAbsent(link.pipeline(), _ -> new ArrayList<>()).add(link(link)));
        var shaped = new LinkedHashMap<String, Object>();
        pipelines.forEach((name, all) -> shaped.put(name, Map.of("links", all)));
        return shaped;
    }

    /**
     * The pools of {@code buffers --json}.
     *
     * @param pools the pools
     * @return a list of objects
     */
    public static List<Map<String, Object>> pools(List<PoolStatus> pools) {
        return pools.stream().map(StatusJson::pool).toList();
    }

    /**
     * The bundles of {@code bundles --json}.
     *
     * @param bundles the bundles
     * @return a list of objects
     */
    public static List<Map<String, @Nullable Object>> bundles(List<BundleStatus> bundles) {
        return bundles.stream().map(StatusJson::bundle).toList();
    }

    private static Map<String, @Nullable Object> bundle(BundleStatus bundle) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("bundle", bundle.bundle());
        json.put("version", bundle.version());
        json.put("state", bundle.state());
        json.put("origin", bundle.origin());
        json.put("file", bundle.file().orElse(null));
        json.put("hash", bundle.hash());
        json.put("types", bundle.types());
        json.put("devices", bundle.devices());
        json.put("reason", bundle.reason().orElse(null));
        return json;
    }

    private static Map<String, Object> pool(PoolStatus pool) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", pool.id());
        json.put("device", pool.device());
        json.put("port", pool.port());
        json.put("slot_bytes", pool.slotBytes());
        json.put("slots", pool.slots());
        json.put("free", pool.free());
        json.put("granted", pool.granted());
        json.put("published", pool.published());
        json.put("holders", pool.holders().stream().map(StatusJson::holder).toList());
        return json;
    }

    private static Map<String, Object> holder(PoolStatus.Holder holder) {
        var json = new LinkedHashMap<String, Object>();
        json.put("device", holder.device());
        json.put("slots", holder.slots());
        json.put("oldest_ms", holder.oldestMs());
        return json;
    }

    private static Map<String, @Nullable Object> device(DeviceStatus device) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", device.id());
        json.put("type", device.type());
        json.put("state", device.state());
        json.put("desired", device.wantedUp() ? "up" : "down");
        json.put("pid", device.pid().isPresent() ? device.pid().getAsLong() : null);
        json.put("generation", device.generation());
        json.put("restarts", device.restarts());
        json.put("uptime_s", device.uptimeSeconds());
        json.put("bundle", device.bundle());
        json.put("version", device.version());
        json.put("status", device.status());
        json.put("last_exit", device.lastExit().map(StatusJson::exit).orElse(null));
        json.put("log_cut", device.logCut());
        return json;
    }

    private static Map<String, @Nullable Object> exit(DeviceStatus.Exit exit) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("code", number(exit.code()));
        json.put("signal", number(exit.signal()));
        json.put("reason", exit.reason());
        json.put("at", exit.at().toString());
        json.put("report", exit.report().orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> link(LinkStatus link) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("from", link.from());
        json.put("to", link.to());
        json.put("state", link.state());
        json.put("in", link.in());
        json.put("out", link.out());
        json.put("queued", link.queued());
        json.put("in_flight", link.inFlight());
        json.put("dropped", link.dropped());
        json.put("bytes", link.bytes());
        json.put("latency_us", link.latency()
                .map(l -> Map.of("p50", l.p50(), "p99", l.p99(), "p999", l.p999(), "max", l.max())).orElse(null));
        return json;
    }

    private static @Nullable Integer number(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
