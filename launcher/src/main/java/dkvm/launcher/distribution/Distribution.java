// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder that dkvm runs from. It can lie anywhere and is only read.
 *
 * @param root the folder that holds {@code bin lib bundles conf examples}
 */
public record Distribution(Path root) {
    /** The system property in which {@code bin/dkvm} names the folder. */
    public static final String PROPERTY = "dkvm.distribution";

    /** The folder of builds in a checkout, and beside it the link to the newest. */
    private static final String BUILDS = "dist";
    private static final String LINK = "dkvm";

    /**
     * Where the distribution will be found after a newer build, too: in a checkout a link points to the newest.
     *
     * @return a folder, or a link to it
     */
    public Path lasting() {
        var builds = root.toAbsolutePath().normalize().resolveSibling("");
        var link = builds.resolveSibling(LINK);
        return builds.endsWith(BUILDS) && Files.isSymbolicLink(link) ? link : root;
    }

    /**
     * The list of what runs.
     *
     * @return a resolved bndrun file
     */
    public Path list() {
        return root.resolve("conf/kernel.bndrun");
    }

    /**
     * Levels of loggers that are not ours.
     *
     * @return a properties file
     */
    public Path logging() {
        return root.resolve("conf/logging.properties");
    }

    /**
     * Desks to try.
     *
     * @return a folder
     */
    public Path examples() {
        return root.resolve("examples");
    }

    /**
     * The bundles that run.
     *
     * @return their jars, in the list's order
     * @throws IOException if the distribution is not whole
     */
    public List<BundleJar> bundles() throws IOException {
        return BundleList.read(list()).jars(root.resolve("bundles"));
    }
}
