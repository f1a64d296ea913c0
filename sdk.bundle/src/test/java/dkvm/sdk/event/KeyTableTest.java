// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTableTest {
    /** The evdev codes of the Keyboard page from usage 0 on: hid_keyboard[] of drivers/hid/hid-input.c; 0 for none. */
    private static final int[] LINUX = {0, 0, 0, 0, 30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16,
            19, 31, 20, 22, 47, 17, 45, 21, 44, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26, 27, 43,
            43, 39, 40, 41, 51, 52, 53, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 87, 88, 99, 70, 119, 110, 102, 104,
            111, 107, 109, 106, 105, 108, 103, 69, 98, 55, 74, 78, 96, 79, 80, 81, 75, 76, 77, 71, 72, 73, 82, 83, 86,
            127, 116, 117, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 134, 138, 130, 132, 128, 129,
            131, 137, 133, 135, 136, 113, 115, 114, 0, 0, 0, 121, 0, 89, 93, 124, 92, 94, 95, 0, 0, 0, 122, 123, 90,
            91, 85, 0, 0, 0, 0, 0, 0, 0, 111};
    private static final int[] MODIFIERS = {29, 42, 56, 125, 97, 54, 100, 126};
    /** UI Events KeyboardEvent code Values, section by section, but for those below. */
    private static final String W3C = """
            Backquote Backslash BracketLeft BracketRight Comma Digit0 Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7
            Digit8 Digit9 Equal IntlBackslash IntlRo IntlYen KeyA KeyB KeyC KeyD KeyE KeyF KeyG KeyH KeyI KeyJ KeyK KeyL
            KeyM KeyN KeyO KeyP KeyQ KeyR KeyS KeyT KeyU KeyV KeyW KeyX KeyY KeyZ Minus Period Quote Semicolon Slash
            AltLeft AltRight Backspace CapsLock ContextMenu ControlLeft ControlRight Enter MetaLeft MetaRight ShiftLeft
            ShiftRight Space Tab Convert KanaMode Lang1 Lang2 Lang3 Lang4 Lang5 NonConvert
            Delete End Help Home Insert PageDown PageUp ArrowDown ArrowLeft ArrowRight ArrowUp
            NumLock Numpad0 Numpad1 Numpad2 Numpad3 Numpad4 Numpad5 Numpad6 Numpad7 Numpad8 Numpad9 NumpadAdd NumpadClear
            NumpadComma NumpadDecimal NumpadDivide NumpadEnter NumpadEqual NumpadHash NumpadMultiply NumpadParenLeft
            NumpadParenRight NumpadStar NumpadSubtract
            Escape F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24 Fn PrintScreen
            ScrollLock Pause
            BrowserBack BrowserFavorites BrowserForward BrowserHome BrowserRefresh BrowserSearch BrowserStop Eject
            LaunchApp1 LaunchApp2 LaunchMail MediaPlayPause MediaSelect MediaStop MediaTrackNext MediaTrackPrevious Power
            Sleep AudioVolumeDown AudioVolumeMute AudioVolumeUp WakeUp
            Suspend Again Copy Cut Find Open Paste Props Select Undo""";
    private static final String WITHOUT_CODE = "NumpadBackspace NumpadClearEntry NumpadMemoryAdd NumpadMemoryClear "
            + "NumpadMemoryRecall NumpadMemoryStore NumpadMemorySubtract FnLock Hyper Super Turbo Abort Resume "
            + "Hiragana Katakana Unidentified";

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

    @Test
    void agreesWithLinuxOnTheKeyboardPage() {
        for (int id = 0; id < LINUX.length; id++) {
            int usage = 0x70000 | id;
            var expected = LINUX[id] == 0 ? OptionalInt.empty() : OptionalInt.of(LINUX[id]);
            assertThat(keys.evdevOf(usage)).as("usage %x", usage).isEqualTo(expected);
        }
        for (int i = 0; i < MODIFIERS.length; i++) {
            assertThat(keys.evdevOf(0x700E0 + i)).hasValue(MODIFIERS[i]);
        }
    }

    @Test
    void knowsAllNamesOfTheStandardThatHaveAnEvdevCode() {
        var withCode = W3C.lines().flatMap(line -> Stream.of(line.split(" ", -1))).toList();
        assertThat(withCode).hasSize(168).doesNotHaveDuplicates().allSatisfy(name -> {
            var usage = keys.usageOf(name);
            assertThat(usage).isPresent();
            assertThat(keys.evdevOf(usage.getAsInt())).isPresent();
            assertThat(keys.nameOf(usage.getAsInt())).hasValue(name);
        });
        var evdev = withCode.stream().map(name -> keys.evdevOf(keys.usageOf(name).getAsInt()).getAsInt());
        // Only what a keypad's Clear does has no code of its own: it is Delete.
        assertThat(evdev.distinct()).hasSize(withCode.size() - 1);
        assertThat(WITHOUT_CODE.split(" ", -1)).allSatisfy(
                name -> assertThat(keys.evdevOf(keys.usageOf(name).orElse(0))).isEmpty());
    }

    @Test
    void escapesEveryKeyWithoutAUsageAndNoButton() {
        for (int evdev = 0; evdev < 0x400; evdev++) {
            boolean own = KeyTable.isKey(evdev);
            assertThat(keys.evdevOf(0xFF000000 | evdev)).isEqualTo(own ? OptionalInt.of(evdev) : OptionalInt.empty());
        }
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

    @Test
    void jsonCallsAKeyByTheFirstNameThatItHas() {
        assertThat(keys.labelOf(0x00070004)).isEqualTo(new KeyName.Code("KeyA"));
        assertThat(keys.labelOf(0xFF000065)).isEqualTo(new KeyName.Evdev(0x65));
        assertThat(keys.labelOf(0xFF000110)).as("a button's code").isEqualTo(new KeyName.Usage("0xFF000110"));
        assertThat(keys.labelOf(0x000700FF)).isEqualTo(new KeyName.Usage("0x000700FF"));
    }
}
