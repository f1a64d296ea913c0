// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.DeviceRules.Found;
import dkvm.kernel.config.RestartPolicy.Mode;
import dkvm.kernel.config.YamlNode.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a configuration file and checks all of it: every error is reported at once, with its place. It starts nothing
 * and looks at no file but this one, so it also serves {@code dkvm check}, outside any framework.
 */
public final class DeskReader {
    /** The version of the file's format that is read. */
    public static final int VERSION = 1;

    private final DeviceTypes types;
    private final Variables variables;
    /** Of shared memory, where the file names no limit. */
    private final long defaultLimit;

    /**
     * A reader.
     *
     * @param types the device types there are
     * @param environment the variables that <code>${NAME}</code> stands for
     */
    public DeskReader(DeviceTypes types, Map<String, String> environment) {
        this(types, environment, PhysicalMemory.defaultLimit());
    }

    DeskReader(DeviceTypes types, Map<String, String> environment, long defaultLimit) {
        this.types = types;
        this.variables = new Variables(environment);
        this.defaultLimit = defaultLimit;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @param strict whether an unknown device type is an error; otherwise its bundle may come later
     * @return the desk if all is right, and what was found; a file that cannot be read is a finding too
     */
    public Checked read(Path file, boolean strict) {
        var findings = new Findings();
        return YamlText.read(file, findings).map(text -> read(file, text, strict))
                .orElseGet(() -> new Checked(Optional.empty(), findings.sorted(), Map.of(), List.of(), ""));
    }

    /**
     * What stands in a file, unchecked.
     *
     * @param file the file
     * @return its text, by which two states of it can be told apart; empty if it cannot be read as text
     */
    public static String text(Path file) {
        return YamlText.read(file, new Findings()).orElse("");
    }

    /**
     * Reads a text as if it stood in a file.
     *
     * @param file the file, which need not exist: paths are relative to its folder
     * @param text its text
     * @param strict whether an unknown device type is an error
     * @return the desk if all is right, and what was found
     */
    public Checked read(Path file, String text, boolean strict) {
        var findings = new Findings();
        var directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        var reading = new Reading(types, directory, strict, findings);
        var devices = new LinkedHashMap<String, Found>();
        var memory = new ArrayList<PortMemory>();
        var desk = YamlTree.read(text, variables, findings).flatMap(root -> desk(root, reading, devices, memory));
        var positions = devices.values().stream().collect(Collectors.toMap(f -> f.entry().id(), Found::position));
        return new Checked(desk.filter(_ -> !findings.hasErrors()), findings.sorted(), positions, memory, text);
    }

    private Optional<Desk> desk(YamlNode root, Reading reading, Map<String, Found> devices,
            List<PortMemory> needs) {
        var findings = reading.findings();
        var file = new Section("the file", root.position(), root, findings);
        file.require("version");
        var version = file.value("version", ScalarType.NUMBER);
        if (version.filter(v -> v != VERSION).isPresent()) {
            // Everything else may mean something different there.
            findings.error(file.at("version"), "version " + version.get() + " is not known here; write version: "
                    + VERSION + ", or use a newer dKVMs");
            return Optional.empty();
        }
        var kernel = KernelRules.kernel(file.section("kernel"));
        var memorySection = file.section("memory");
        var memory = KernelRules.memory(memorySection);
        var deviceRules = new DeviceRules(reading);
        file.section("devices").entries()
                .forEach(entry -> devices.put(entry.key().text(), deviceRules.read(entry)));
        var pipelineRules = new PipelineRules(new Endpoints(devices, findings), findings);
        var pipelines = new ArrayList<PipelineEntry>();
        file.section("pipelines").entries().forEach(entry -> pipelines.add(pipelineRules.read(entry)));
        file.end();
        if (!findings.hasErrors()) {
            var rules = new MemoryRules(devices, types, findings);
            needs.addAll(rules.needs(pipelines));
            rules.check(needs, memory.limit().orElse(defaultLimit), memorySection.at("limit"));
        }
        return Optional.of(new Desk(kernel.name(), memory, kernel.watch(),
                devices.values().stream().map(Found::entry).toList(), pipelines));
    }

    /**
     * What keeps {@code --until-end} from ever ending: enabled sources with a link that produce for ever.
     *
     * @param checked what this reader returned
     * @return an error for each, at the device; empty if there is none
     */
    public List<Finding> endlessUnderUntilEnd(Checked checked) {
        return checked.desk().stream().flatMap(desk -> linkedSources(desk).stream()).filter(this::isEndless)
                .map(device -> Finding.error(checked.devices().getOrDefault(device.id(), Position.START),
                        endless(device)))
                .toList();
    }

    private static List<DeviceEntry> linkedSources(Desk desk) {
        var linked = desk.pipelines().stream().flatMap(pipeline -> pipeline.links().stream()).map(LinkEntry::fromDevice)
                .collect(Collectors.toSet());
        return desk.devices().stream().filter(device -> device.enabled() && linked.contains(device.id())).toList();
    }

    private boolean isEndless(DeviceEntry device) {
        return device.restart().mode() == Mode.ALWAYS
                || types.find(device.type()).filter(t -> FactsRules.isEndless(t, device.options())).isPresent();
    }

    private static String endless(DeviceEntry device) {
        var why = device.restart().mode() == Mode.ALWAYS
                ? " is started anew after its end (restart policy always); choose on-failure"
                : " produces for ever; give it an end (" + Words.quote(device.type()) + ")";
        return Words.quote(device.id()) + why + ", or leave out --until-end";
    }
}
