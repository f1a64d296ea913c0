// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.config;

import aQute.bnd.annotation.xml.XMLAttribute;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a method of an {@code @ObjectClassDefinition} what OSGi Metatype cannot: how the text of the option is to be
 * read. bnd copies it into the bundle's metatype XML.
 */
@XMLAttribute(namespace = "urn:dkvm:option:1", prefix = "dkvm")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Option {
    /**
     * How the option's text is read.
     *
     * @return its format
     */
    Format format();

    /** The formats of options. */
    enum Format {
        /** A file or directory; relative to the folder of the configuration file; reaches the device absolute. */
        PATH,
        /** Such as {@code 250ms}, {@code 10s}, {@code 5m}; reaches the device in milliseconds. */
        DURATION,
        /** Such as {@code 64KiB}, {@code 8MiB}; reaches the device in bytes. */
        SIZE,
        /** {@code HOST:PORT} or {@code HOST}. */
        HOST_PORT
    }
}
