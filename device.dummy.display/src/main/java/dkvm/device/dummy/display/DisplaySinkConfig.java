// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display;

import dkvm.sdk.config.Option;
import dkvm.sdk.config.Option.Format;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Options of the device type {@value DisplaySinkFacts#TYPE}. */
@ObjectClassDefinition(id = DisplaySinkFacts.TYPE, pid = DisplaySinkFacts.TYPE, name = "Display sink", description = "Saves the frames of a display to files.")
@interface DisplaySinkConfig {

    /** The folder. */
    @Option(format = Format.PATH)
    @AttributeDefinition(description = "Folder for frame-000001.png …, made if it is missing; frames of an earlier run go to NAME~")
    String directory();

    /** What the files are. */
    @AttributeDefinition(options = {@org.osgi.service.metatype.annotations.Option(label = "png", value = "png"),
            @org.osgi.service.metatype.annotations.Option(label = "ppm", value = "ppm"),
            @org.osgi.service.metatype.annotations.Option(label = "raw", value = "raw")}, description = "Format of the files; raw: packed rows, described in index.jsonl")
    String format() default "png";

    /** What becomes of damage. */
    @AttributeDefinition(options = {@org.osgi.service.metatype.annotations.Option(label = "compose", value = "compose"),
            @org.osgi.service.metatype.annotations.Option(label = "regions", value = "regions")}, description = "compose: each file a whole picture; regions: each rectangle that changed, with index.jsonl")
    String partial() default "compose";

    /** How many come to one that is kept. */
    @AttributeDefinition(min = "1", description = "Save only the first of so many frames; numbers count all")
    long every() default 1;

    /** How many files there are at most. */
    @AttributeDefinition(min = "0", description = "Keep only so many of the newest files; 0: all")
    long keep() default 0;
}
