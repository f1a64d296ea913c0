// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard;

import dkvm.sdk.config.Option;
import dkvm.sdk.config.Option.Format;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Options of the device type {@value KeyboardSinkFacts#TYPE}. */
@ObjectClassDefinition(id = KeyboardSinkFacts.TYPE, pid = KeyboardSinkFacts.TYPE, name = "Keyboard sink", description = "Saves the events of a keyboard to a file.")
@interface KeyboardSinkConfig {

    /** The file. */
    @Option(format = Format.PATH)
    @AttributeDefinition(description = "File to write: .evemu, .events or .jsonl; one that is there becomes NAME~")
    String file();
}
