// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.Finding.Severity;
import dkvm.kernel.config.YamlNode.Entry;
import dkvm.sdk.bridge.Port;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One entry of the section {@code devices}. */
final class DeviceRules {
    /** A type is told to other devices, and shown in tables. */
    private static final ScalarType<String> TYPE = ScalarType.TEXT.where(
            name -> name.length() <= 128 && name.chars().noneMatch(Character::isISOControl),
            "must be one line of at most 128 characters");

    private final Reading reading;

    DeviceRules(Reading reading) {
        this.reading = reading;
    }

    /**
     * A device as far as it could be read.
     *
     * @param limit where its memory limit stands, or would stand
     * @param ports its ports; empty while they cannot be known
     */
    record Found(DeviceEntry entry, Position position, Position limit, Optional<List<Port>> ports) {}

    private record Configured(Map<String, Object> options, Optional<List<Port>> ports) {}

    Found read(Entry entry) {
        var findings = reading.findings();
        Ids.check(entry.key(), "device id", findings);
        var id = entry.key().text();
        var section = new Section("device " + Words.quote(id), entry.key().position(), entry.value(), findings);
        section.require("type");
        var type = section.value("type", TYPE);
        var config = section.section("config");
        var configured = type.map(name -> configured(name, section, config))
                .orElse(new Configured(Map.of(), Optional.empty()));
        checkSize(configured.options(), config);
        boolean enabled = section.value("enabled", ScalarType.FLAG).orElse(true);
        var restart = RestartRules.read(section.section("restart"), findings);
        Duration liveness = section.value("liveness", ScalarType.DURATION).orElse(DeviceEntry.DEFAULT_LIVENESS);
        var memory = section.section("memory");
        var memoryLimit = KernelRules.memoryLimit(memory);
        memory.end();
        section.end();
        var device = new DeviceEntry(id, type.orElse(""), enabled, reading.directory(), configured.options(), restart,
                liveness, memoryLimit);
        return new Found(device, section.at(), memory.at("limit"), configured.ports());
    }

    private Configured configured(String name, Section section, Section config) {
        var type = reading.types().find(name);
        if (type.isEmpty()) {
            reading.findings().add(reading.strict() ? Severity.ERROR : Severity.WARNING, section.at("type"),
                    "no bundle offers device type " + Words.quote(name) + ": the device waits for one"
                            + Words.didYouMean(name, reading.types().names(), "known are"));
            return new Configured(new FreeOptions(text -> text, reading.findings()).read(config.entries(), ""),
                    Optional.empty());
        }
        int before = reading.findings().count();
        var options = name.equals(DeviceType.PROCESS)
                ? new ProcessRules(config, reading.findings()).read()
                : OptionRules.read(type.get(), config, reading.directory());
        boolean sound = config.isWhole() && reading.findings().count() == before;
        return new Configured(options, FactsRules.ports(type.get(), options, sound, config, reading.findings()));
    }

    private void checkSize(Map<String, Object> options, Section config) {
        if (OptionsJson.tooLong(OptionsJson.of(options))) {
            reading.findings().error(config.at(), "\"config\" is larger than " + Sizes.text(OptionsJson.MAX_BYTES)
                    + " as JSON; put what is long into a file and name that");
        }
    }
}
