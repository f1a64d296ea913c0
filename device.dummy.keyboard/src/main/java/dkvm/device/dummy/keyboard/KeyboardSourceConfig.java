// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.config.Option;
import dkvm.sdk.config.Option.Format;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Options of the device type {@value KeyboardSourceFacts#TYPE}. */
@ObjectClassDefinition(id = KeyboardSourceFacts.TYPE, pid = KeyboardSourceFacts.TYPE, name = "Keyboard source", description = "Plays the events of a keyboard from a file.")
@interface KeyboardSourceConfig {

    /** The recording. */
    @Option(format = Format.PATH)
    @AttributeDefinition(description = "Recording to play: .evemu, .events or .jsonl")
    String file();

    /** The pace. */
    @AttributeDefinition(min = "0", description = "How much faster than recorded; 0: as fast as the pipeline takes it")
    double speed() default 1.0;

    /** Whether to play on. */
    @AttributeDefinition(description = "Play the recording again and again")
    boolean loop() default false;
}
