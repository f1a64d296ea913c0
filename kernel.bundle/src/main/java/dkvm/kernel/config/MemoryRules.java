// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.DeviceRules.Found;
import dkvm.sdk.bridge.Direction;
import dkvm.sdk.bridge.Port;
import dkvm.sdk.event.StreamKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up the shared memory of all outputs that have links, and compares it with what is allowed. */
final class MemoryRules {
    private final Map<String, Found> devices;
    private final DeviceTypes types;
    private final Findings findings;

    MemoryRules(Map<String, Found> devices, DeviceTypes types, Findings findings) {
        this.devices = devices;
        this.types = types;
        this.findings = findings;
    }

    /** What is known of the outputs of devices that are to run, as their types say it. */
    List<PortMemory> needs(List<PipelineEntry> pipelines) {
        var needs = new ArrayList<PortMemory>();
        for (var found : devices.values()) {
            var type = types.find(found.entry().type());
            if (found.entry().enabled() && type.isPresent()) {
                found.ports().orElse(List.of()).stream().filter(port -> port.direction() == Direction.OUT)
                        .forEach(port -> need(found, type.get(), port, pipelines).ifPresent(needs::add));
            }
        }
        return needs;
    }

    private Optional<PortMemory> need(Found found, DeviceType type, Port port, List<PipelineEntry> pipelines) {
        var device = found.entry();
        var readers = readers(device.id(), port, pipelines);
        if (readers.isEmpty()) {
            return Optional.empty();
        }
        var bytes = FactsRules.ask(type, found.position(), findings,
                facts -> facts.slotBytes(FactsRules.typed(device), port.name()));
        return bytes.filter(size -> size.isPresent() && size.getAsLong() > 0)
                .map(size -> new PortMemory(device.id(), port.name(), size.getAsLong(),
                        SlotCount.of(port.kind(), readers)));
    }

    private List<SlotCount.Reader> readers(String device, Port port, List<PipelineEntry> pipelines) {
        var readers = new ArrayList<SlotCount.Reader>();
        for (var pipeline : pipelines) {
            var overflow = pipeline.overflow().orElse(Overflow.defaultOf(port.kind()));
            int depth = overflow == Overflow.LATEST
                    ? 1
                    : pipeline.capacity().orElse(Overflow.defaultCapacity(port.kind()));
            pipeline.links().stream()
                    .filter(link -> link.fromDevice().equals(device) && link.fromPort().equals(port.name()))
                    .forEach(link -> readers.add(new SlotCount.Reader(held(link, port.kind()), overflow, depth)));
        }
        return readers;
    }

    private int held(LinkEntry link, StreamKind kind) {
        return Optional.ofNullable(devices.get(link.toDevice())).flatMap(Found::ports).orElse(List.of()).stream()
                .filter(port -> port.direction() == Direction.IN && port.name().equals(link.toPort())
                        && port.maxHeld() > 0)
                .findFirst().map(Port::maxHeld).orElse(SlotCount.usuallyHeld(kind));
    }

    /** Whether all fits the kernel's limit, and what each device has to itself fits the device's own. */
    void check(List<PortMemory> needs, long limit, Position at) {
        if (PortMemory.sum(needs) > limit) {
            findings.error(at, "the pools " + excess(needs, limit)
                    + "; raise memory: {limit: …}, or use smaller or fewer streams");
        }
        for (var found : devices.values()) {
            var id = found.entry().id();
            var own = needs.stream().filter(need -> need.device().equals(id)).toList();
            long most = found.entry().memoryLimit().orElse(Long.MAX_VALUE);
            if (PortMemory.sum(own) > most) {
                findings.error(found.limit(), "the pools of " + Words.quote(id) + " " + excess(own, most)
                        + "; raise that limit");
            }
        }
    }

    private static String excess(List<PortMemory> needs, long limit) {
        long sum = PortMemory.sum(needs);
        boolean alike = PortMemory.about(sum).equals(PortMemory.about(limit));
        return "need " + (alike ? sum + " bytes" : PortMemory.about(sum)) + " of shared memory, more than the limit of "
                + (alike ? limit + " bytes" : PortMemory.about(limit)) + ": "
                + Words.list(needs.stream().map(PortMemory::text).toList());
    }
}
