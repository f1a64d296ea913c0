// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTableTest {
    private final KeyTable keys = KeyTable.standard();

    @Test
    void leadsFromEveryEvdevCodeToAUsageOfItsOwnAndBack() {
        var usages = new HashSet<Integer>();
        for (int evdev = 0; evdev < KeyTable.EVDEV_CODES; evdev++) {
            if (KeyTable.isKey(evdev)) {
                assertThat(usages.add(keys.usageOf(evdev))).as("evdev %x", evdev).isTrue();
                assertThat(keys.evdevOf(keys.usageOf(evdev))).hasValue(evdev);
            }
        }
    }

    @Test
    void givesEveryKeyOfAKeyboardItsHidUsage() {
        // 84 is no key at all, KEY_LINEFEED and KEY_MACRO are on no HID page.
        var without = IntStream.rangeClosed(1, 127).filter(evdev -> keys.usageOf(evdev) >>> 16 == 0xFF00);
        assertThat(without).containsExactly(84, 101, 112);
    }

    @Test
    void leadsFromEveryNameToAUsageAndBack() {
        var named = IntStream.concat(IntStream.range(0x70000, 0x70100), IntStream.range(0xC0000, 0xC0300))
                .filter(usage -> keys.nameOf(usage).isPresent())
                .peek(usage -> assertThat(keys.usageOf(keys.nameOf(usage).orElseThrow())).hasValue(usage))
                .count();
        assertThat(named).isGreaterThan(150);
    }

    @ParameterizedTest
    @CsvSource({"30, 0x00070004, KeyA", "21, 0x0007001C, KeyY", "11, 0x00070027, Digit0", "43, 0x00070031, Backslash",
            "86, 0x00070064, IntlBackslash", "125, 0x000700E3, MetaLeft", "100, 0x000700E6, AltRight",
            "96, 0x00070058, NumpadEnter", "99, 0x00070046, PrintScreen", "194, 0x00070073, F24",
            "124, 0x00070089, IntlYen", "122, 0x00070090, Lang1", "127, 0x00070065, ContextMenu",
            "113, 0x000C00E2, AudioVolumeMute", "164, 0x000C00CD, MediaPlayPause", "155, 0x000C018A, LaunchMail",
            "158, 0x000C0224, BrowserBack", "143, 0xFF00008F, WakeUp"})
    void holdsTheStandards(int evdev, String usage, String name) {
        int expected = Integer.parseUnsignedInt(usage.substring(2), 16);
        assertThat(keys.usageOf(evdev)).isEqualTo(expected);
        assertThat(keys.nameOf(expected)).hasValue(name);
        assertThat(keys.usageOf(name)).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({"0x00070032, 43", "0x0007007F, 113", "0x000C0030, 116", "0xFF00001E, 30"})
    void knowsFurtherUsagesOfAKey(String usage, int evdev) {
        assertThat(keys.evdevOf(Integer.parseUnsignedInt(usage.substring(2), 16))).hasValue(evdev);
    }

    @Test
    void knowsNothingElse() {
        assertThat(keys.usageOf("keya")).isEmpty();
        for (int usage : new int[]{0, 0x000700BB, 0xFF000110, 0xFF000300, 0xFF01001E, -1}) {
            assertThat(keys.evdevOf(usage)).as("%x", usage).isEqualTo(OptionalInt.empty());
        }
    }

    @Test
    void tellsKeysFromButtons() {
        assertThat(IntStream.of(0, 1, 0xFF, 0x160, 0x2FF)).allMatch(code -> KeyTable.isKey(code));
        assertThat(IntStream.of(-1, 0x100, 0x110, 0x15F, 0x300)).noneMatch(code -> KeyTable.isKey(code));
    }
}
