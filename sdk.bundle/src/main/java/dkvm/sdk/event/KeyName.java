// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

/** How a key is called in JSON lines: by the first of these that it has. */
public sealed interface KeyName {

    /**
     * By its W3C {@code KeyboardEvent.code} value: the member {@code code}.
     *
     * @param code such as {@code KeyA}
     */
    record Code(String code) implements KeyName {}

    /**
     * By its evdev code, where there is no usage: the member {@code evdev}.
     *
     * @param code of an {@code EV_KEY} event
     */
    record Evdev(int code) implements KeyName {}

    /**
     * By its usage: the member {@code usage}.
     *
     * @param text such as {@code 0x000700E3}
     */
    record Usage(String text) implements KeyName {}
}
