// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.Version;

/**
 * A verified device jar.
 *
 * @param bundle its symbolic name
 * @param version its version
 * @param types the device types it offers, one at least
 * @param hash the SHA-256 of its content, in hexadecimal digits
 * @param stored where it lies in the jar store
 */
public record DeviceJar(String bundle, Version version, List<String> types, String hash, Path stored) {
    /** Copies the types. */
    public DeviceJar {
        types = List.copyOf(types);
    }
}
