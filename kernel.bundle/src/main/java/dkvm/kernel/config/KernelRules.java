// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import dkvm.kernel.config.MemorySettings.Storage;
import java.util.List;
import java.util.OptionalLong;

/** The sections {@code kernel} and {@code memory} of the file. */
final class KernelRules {
    private static final ScalarType<String> NAME = ScalarType.TEXT.where(
            name -> !name.isBlank() && name.length() <= 64 && name.chars().noneMatch(Character::isISOControl),
            "must be one line of 1 to 64 characters");

    private KernelRules() {}

    record Kernel(String name, boolean watch) {}

    static Kernel kernel(Section section) {
        var kernel = new Kernel(section.value("name", NAME).orElseGet(HostName::get),
                section.value("watch", ScalarType.FLAG).orElse(true));
        section.end();
        return kernel;
    }

    static MemorySettings memory(Section section) {
        var limit = memoryLimit(section);
        var storage = section.value("storage", ScalarType.named(List.of(Storage.values()), Storage::id))
                .orElse(Storage.AUTO);
        section.end();
        return new MemorySettings(limit, storage);
    }

    static OptionalLong memoryLimit(Section section) {
        return section.value("limit", ScalarType.SOME_BYTES).map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
