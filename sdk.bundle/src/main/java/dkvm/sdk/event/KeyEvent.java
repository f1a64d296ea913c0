// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

/**
 * A key went down or up. Autorepeat is never an event.
 *
 * @param usage the key's position as USB HID usage: usage page {@code << 16 |} usage id (HID Usage Tables 1.5, pages
 *            0x07 and 0x0C); {@code 0xFF00 << 16 | code} for an evdev code without a HID usage
 * @param down whether it went down
 */
public record KeyEvent(int usage, boolean down) implements InputEvent {}
