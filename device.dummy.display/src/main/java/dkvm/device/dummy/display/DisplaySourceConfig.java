// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.config.Option;
import dkvm.sdk.config.Option.Format;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Options of the device type {@value DisplaySourceFacts#TYPE}. */
@ObjectClassDefinition(id = DisplaySourceFacts.TYPE, pid = DisplaySourceFacts.TYPE, name = "Display source", description = "Shows a pattern, or pictures from files.")
@interface DisplaySourceConfig {

    /** The pattern. No default here, so that one given beside files is noticed. */
    @AttributeDefinition(required = false, options = {
            @org.osgi.service.metatype.annotations.Option(label = "bars", value = "bars"),
            @org.osgi.service.metatype.annotations.Option(label = "random", value = "random")}, description = "What is shown without files: moving colour bars (taken if nothing is said), or noise")
    String pattern();

    /** The pictures. */
    @Option(format = Format.PATH)
    @AttributeDefinition(required = false, description = "PNG files instead of a pattern: one, a folder of them, or a glob; in the order of their names, each in its own size")
    String files();

    /** Columns. */
    @AttributeDefinition(min = "1", max = "16384", description = "Pixels of a row; patterns only")
    int width() default DisplaySourceFacts.WIDTH;

    /** Rows. */
    @AttributeDefinition(min = "1", max = "16384", description = "Rows; patterns only")
    int height() default DisplaySourceFacts.HEIGHT;

    /** The pace. */
    @AttributeDefinition(min = "0", max = "1000", description = "Frames a second; 0: as fast as the pipeline takes them")
    double rate() default 30;

    /** How many. */
    @AttributeDefinition(min = "0", description = "How many frames there are; 0: no end, or with files each of them once")
    long frames() default 0;

    /** Whether to play on. */
    @AttributeDefinition(description = "Begin again after the last frame")
    boolean loop() default false;

    /** Whether to tell what changed. */
    @AttributeDefinition(description = "Draw and announce only what changes from frame to frame")
    boolean partial() default false;

    /** Which noise. */
    @AttributeDefinition(description = "Frame n of random is a function of this number and n")
    long seed() default DisplaySourceFacts.SEED;
}
