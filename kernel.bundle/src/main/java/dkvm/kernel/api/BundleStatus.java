// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.api;

import java.util.List;
import java.util.Optional;

/**
 * A device bundle at one moment.
 *
 * @param bundle its symbolic name; empty for a file in which none could be read
 * @param version its version; empty for a file in which none could be read
 * @param state {@code ACTIVE}: its devices run from it; {@code REPLACING}: it is about to take the place of another;
 *     {@code SHADOWED}: another one of its name stands over it; {@code INCOMPLETE}: its file is not whole yet;
 *     {@code REJECTED}: its file was refused
 * @param origin {@code shipped} with the kernel, or {@code deployed} from the watched folder
 * @param file its file's name in the watched folder, or among the rejected ones; empty for a shipped bundle
 * @param hash the SHA-256 of its jar, in hex; empty where it is not known
 * @param types the device types it offers
 * @param devices the ids of the devices that run from it
 * @param reason why it does not run
 */
public record BundleStatus(String bundle, String version, String state, String origin, Optional<String> file,
        String hash, List<String> types, List<String> devices, Optional<String> reason) {
    /** Copies the lists. */
    public BundleStatus {
        types = List.copyOf(types);
        devices = List.copyOf(devices);
    }
}
