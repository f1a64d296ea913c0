// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.framework;

import dkvm.launcher.distribution.BundleJar;

/** The order in which bundles start, so that each finds what it listens to. */
enum StartLevel {
    /** What went wrong from the first bundle on can be read. */
    LOG(1),
    /** Configuration, schemas, components. */
    SERVICES(2),
    /** The kernel, the SDK and their libraries. */
    KERNEL(3),
    /** Device bundles. */
    DEVICES(4),
    /** What the shell is made of. */
    SHELL(5);

    /** Where the framework begins. */
    static final StartLevel LAST = SHELL;

    private final int number;

    StartLevel(int number) {
        this.number = number;
    }

    static StartLevel of(BundleJar bundle) {
        if (bundle.device()) {
            return DEVICES;
        }
        if ("org.apache.felix.log".equals(bundle.name())) {
            return LOG;
        }
        if (bundle.name().startsWith("org.apache.felix.gogo.")) {
            return SHELL;
        }
        boolean osgi = bundle.name().startsWith("org.apache.felix.") || bundle.name().startsWith("org.osgi.");
        return osgi ? SERVICES : KERNEL;
    }

    /** The framework's number for it. */
    int number() {
        return number;
    }
}
