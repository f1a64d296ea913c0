// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

/**
 * Which of the process's streams are terminals.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 */
public record Terminal(boolean in, boolean out, boolean err) {

    /**
     * Reads the numbers of those that are, as {@code bin/dkvm} finds them out: a JVM cannot say of one stream alone.
     *
     * @param descriptors such as {@code 02}
     * @return the streams
     */
    public static Terminal of(String descriptors) {
        return new Terminal(descriptors.contains("0"), descriptors.contains("1"), descriptors.contains("2"));
    }
}
