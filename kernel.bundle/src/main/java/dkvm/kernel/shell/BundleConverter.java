// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.shell;

import java.util.Arrays;
import java.util.Optional;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Lets Felix's own commands take bundles by their numbers or symbolic names, which Gogo leaves to its shell. */
final class BundleConverter implements Converter {
    private final BundleContext context;

    BundleConverter(BundleContext context) {
        this.context = context;
    }

    @Override
    public @Nullable Object convert(Class<?> wanted, Object in) {
        return wanted == Bundle.class ? bundle(String.valueOf(in)).orElse(null) : null;
    }

    private Optional<Bundle> bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(Long.toString(bundle.getBundleId()))
                        || name.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    @Override
    public @Nullable CharSequence format(Object value, int level, Converter others) {
        return null;
    }
}
