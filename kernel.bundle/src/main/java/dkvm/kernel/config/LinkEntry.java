// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

/**
 * A link between two ports. A port is empty only while nobody knows the ports of its device and none was written.
 *
 * @param fromDevice the id of the device that produces
 * @param fromPort its output
 * @param toDevice the id of the device that consumes
 * @param toPort its input
 */
public record LinkEntry(String fromDevice, String fromPort, String toDevice, String toPort) {

    /**
     * Reads a link.
     *
     * @param text {@code DEVICE.PORT>DEVICE.PORT}
     * @return the link
     * @throws IllegalArgumentException if it is not of this form
     */
    public static LinkEntry parse(String text) {
        int arrow = text.indexOf('>');
        if (arrow < 1 || arrow == text.length() - 1) {
            throw new IllegalArgumentException("link expected, such as keys.keys>paper.keys, not " + Words.quote(text));
        }
        var from = text.substring(0, arrow);
        var to = text.substring(arrow + 1);
        return new LinkEntry(device(from), port(from), device(to), port(to));
    }

    /**
     * The link as text.
     *
     * @return {@code DEVICE.PORT>DEVICE.PORT}, what {@link #parse} reads
     */
    public String text() {
        return from() + ">" + to();
    }

    /**
     * Where it comes from.
     *
     * @return {@code DEVICE.PORT}
     */
    public String from() {
        return end(fromDevice, fromPort);
    }

    /**
     * Where it goes to.
     *
     * @return {@code DEVICE.PORT}
     */
    public String to() {
        return end(toDevice, toPort);
    }

    /**
     * The device of an end; only its port may have further dots.
     *
     * @param end {@code DEVICE} or {@code DEVICE.PORT}
     * @return the device's id
     */
    public static String device(String end) {
        int dot = end.indexOf('.');
        return dot < 0 ? end : end.substring(0, dot);
    }

    /**
     * The port of an end.
     *
     * @param end {@code DEVICE} or {@code DEVICE.PORT}
     * @return the port; empty: none is written
     */
    public static String port(String end) {
        int dot = end.indexOf('.');
        return dot < 0 ? "" : end.substring(dot + 1);
    }

    static String end(String device, String port) {
        return port.isEmpty() ? device : device + "." + port;
    }
}
