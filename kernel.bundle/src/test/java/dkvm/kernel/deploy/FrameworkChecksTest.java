// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.deploy;

import static dkvm.kernel.deploy.TestFramework.jar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** What {@link ResolveCheck} and {@link WireCheck} say of jars that were verified, in a real framework. */
@Timeout(60)
class FrameworkChecksTest {
    @TempDir
    Path home;

    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(home);
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    private static TestJar keys() {
        return jar("demo.keys", "1.0.0", "keys");
    }

    private static TestJar importing(String packages) {
        return keys().header("Import-Package", "dkvm.sdk.bridge;version=\"[0.1,1)\"," + packages);
    }

    private Optional<String> fault(TestJar jar) throws IOException, BundleException {
        return fault(framework.install(jar));
    }

    private Optional<String> fault(Bundle bundle) {
        return new ResolveCheck(framework.bundles(), bundle).fault(bundle).or(() -> WireCheck.fault(bundle));
    }

    static Stream<Arguments> taken() {
        return Stream.of(argumentSet("of the SDK alone", keys()),
                argumentSet("of the JDK", importing("javax.xml.parsers,javax.sound.sampled,com.sun.net.httpserver")),
                argumentSet("of what may lack", importing("com.example.gone;resolution:=optional")),
                argumentSet("of this Java", keys().header("Require-Capability",
                        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\"")),
                argumentSet("of itself", keys().header("Export-Package", "demo").header("Import-Package", "demo")));
    }

    @ParameterizedTest
    @MethodSource
    void taken(TestJar jar) throws Exception {
        assertThat(fault(jar)).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                argumentSet("a missing package", importing("com.example.gone,com.example.too;version=2"),
                        "it imports the package com.example.gone, which no bundle here exports; put it into the jar; "
                                + "it imports the package com.example.too, which"),
                argumentSet("another SDK", importing("dkvm.sdk;version=\"[7,8)\""),
                        "it imports the package dkvm.sdk as (&(osgi.wiring.package=dkvm.sdk)(version>=7.0.0)"
                                + "(!(version>=8.0.0))), but here is version 0.1.0; build it with the SDK of this dKVMs"),
                argumentSet("another Java", keys().header("Require-Capability",
                        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""),
                        "it needs another Java than this one, " + Runtime.version().feature() + ": (&(osgi.ee=JavaSE)"),
                argumentSet("what nobody offers", keys().header("Require-Capability",
                        "com.example.fan;filter:=\"(speed=9)\""),
                        "it requires com.example.fan (speed=9), which no bundle here offers"),
                argumentSet("logging", importing("org.slf4j"), "it imports org.slf4j, which only the kernel has"),
                argumentSet("the framework", importing("org.osgi.framework"),
                        "it imports org.osgi.framework, which only the kernel has"),
                argumentSet("the kernel", importing("dkvm.kernel.api"),
                        "it imports dkvm.kernel.api, which only the kernel has"),
                argumentSet("the whole kernel", keys().header("Require-Bundle", "dkvm.kernel"),
                        "it imports dkvm.kernel, which only the kernel has"),
                argumentSet("a package of the SDK", keys().header("Export-Package", "dkvm.sdk,demo"),
                        "it exports dkvm.sdk, which a bundle of the kernel exports"),
                argumentSet("a package of the JDK", keys().header("Export-Package", "javax.sql"),
                        "it exports javax.sql, which a bundle of the kernel exports"),
                argumentSet("a singleton", TestJar.of("demo.keys", "1.0.0", "keys"), "it is a singleton"),
                argumentSet("a singleton in quotes",
                        keys().header("Bundle-SymbolicName", "demo.keys;singleton:=\"true\""), "it is a singleton"),
                argumentSet("a bundle that is not there",
                        keys().header("Import-Package", "dkvm.sdk;version=0.1").header("Require-Bundle", "nobody"),
                        "it requires osgi.wiring.bundle (osgi.wiring.bundle=nobody), which no bundle here offers"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(TestJar jar, String words) throws Exception {
        assertThat(fault(jar)).get().asString().startsWith(words);
    }

    /** bnd imports what it exports: then the resolver prefers the exporter that is there. */
    @Test
    void anotherVersionWouldRunWithTheClassesOfTheOneBefore() throws Exception {
        var before = framework.install(keys().header("Export-Package", "demo").header("Import-Package", "demo"));
        assertThat(fault(before)).isEmpty();
        before.start();
        var next = jar("demo.keys", "2.0.0", "keys").header("Export-Package", "demo").header("Import-Package", "demo");

        assertThat(fault(next)).get().asString().startsWith("it exports and imports demo, and so would run with the");
    }

    @Test
    void twoVersionsStandBesideEachOtherAndTwoContentsOfOneVersionToo() throws Exception {
        var one = framework.install(keys());
        assertThat(fault(one)).isEmpty();
        one.start();
        var other = framework.install(keys().entry("demo/more.txt", "other bytes"));
        assertThat(fault(other)).isEmpty();
        other.start();
        var next = framework.install(jar("demo.keys", "2.0.0", "keys"));
        assertThat(fault(next)).isEmpty();
        next.start();

        assertThat(framework.bundles()).contains(one, other, next).doesNotHaveDuplicates();
        one.uninstall();
        assertThat(other.getState()).isEqualTo(Bundle.ACTIVE);
    }
}
