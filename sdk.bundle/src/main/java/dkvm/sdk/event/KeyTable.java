// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Keys as Linux evdev codes, as USB HID usages and as W3C {@code KeyboardEvent.code} values; {@code keys.tsv} beside
 * this class holds them and names its sources. Every evdev code of a key has exactly one usage that leads back to it.
 */
public final class KeyTable {
    /** One more than the highest evdev code. */
    public static final int EVDEV_CODES = 0x300;

    private static final int EVDEV_PAGE = 0xFF00 << 16;
    private static final KeyTable STANDARD = load();

    private final int[] usageByEvdev;
    private final Map<Integer, Integer> evdevByUsage;
    private final Map<Integer, String> nameByUsage;
    private final Map<String, Integer> usageByName;

    private KeyTable(int[] usageByEvdev, Map<Integer, Integer> evdevByUsage, Map<Integer, String> nameByUsage,
            Map<String, Integer> usageByName) {
        this.usageByEvdev = usageByEvdev;
        this.evdevByUsage = Map.copyOf(evdevByUsage);
        this.nameByUsage = Map.copyOf(nameByUsage);
        this.usageByName = Map.copyOf(usageByName);
    }

    /**
     * The table.
     *
     * @return always the same one
     */
    public static KeyTable standard() {
        return STANDARD;
    }

    /**
     * Whether an evdev code is a key of a keyboard: below 0x100 or from 0x160 to 0x2ff. Between them lie the buttons of
     * mice, tablets and gamepads.
     *
     * @param evdev the code of an {@code EV_KEY} event
     * @return false for buttons
     */
    public static boolean isKey(int evdev) {
        return (evdev >= 0 && evdev < 0x100) || (evdev >= 0x160 && evdev < EVDEV_CODES);
    }

    /**
     * The usage of a key.
     *
     * @param evdev its evdev code, one that {@link #isKey}
     * @return its HID usage; {@code 0xFF00 << 16 | evdev} if it has none
     */
    public int usageOf(int evdev) {
        return usageByEvdev[evdev];
    }

    /**
     * The usage with a name.
     *
     * @param name a W3C {@code KeyboardEvent.code} value
     * @return its usage; empty for an unknown name
     */
    public OptionalInt usageOf(String name) {
        var usage = usageByName.get(name);
        return usage == null ? OptionalInt.empty() : OptionalInt.of(usage);
    }

    /**
     * The evdev code that stands for a usage. Several usages may share one, as the volume keys of the Keyboard and the
     * Consumer page do.
     *
     * @param usage a usage
     * @return its evdev code; empty if evdev has none
     */
    public OptionalInt evdevOf(int usage) {
        var code = evdevByUsage.get(usage);
        if (code != null) {
            return OptionalInt.of(code);
        }
        return isEvdev(usage) ? OptionalInt.of(usage & 0xFFFF) : OptionalInt.empty();
    }

    /**
     * The name of a usage.
     *
     * @param usage a usage
     * @return its W3C {@code KeyboardEvent.code} value; empty if it has none
     */
    public Optional<String> nameOf(int usage) {
        return Optional.ofNullable(nameByUsage.get(usage));
    }

    /**
     * What JSON lines call a usage.
     *
     * @param usage a usage
     * @return its name, or else its evdev code if it stands for one, or else itself
     */
    public KeyName labelOf(int usage) {
        var name = nameByUsage.get(usage);
        if (name != null) {
            return new KeyName.Code(name);
        }
        return isEvdev(usage)
                ? new KeyName.Evdev(usage & 0xFFFF)
                : new KeyName.Usage(String.format(Locale.ROOT, "0x%08X", usage));
    }

    /**
     * Whether a usage stands for an evdev code of a key.
     *
     * @param usage a usage
     * @return whether it is {@code 0xFF00 << 16 | code}
     */
    public static boolean isEvdev(int usage) {
        return (usage & 0xFFFF0000) == EVDEV_PAGE && isKey(usage & 0xFFFF);
    }

    private static KeyTable load() {
        var usageByEvdev = new int[EVDEV_CODES];
        for (int evdev = 0; evdev < EVDEV_CODES; evdev++) {
            usageByEvdev[evdev] = EVDEV_PAGE | evdev;
        }
        var evdevByUsage = new HashMap<Integer, Integer>();
        var nameByUsage = new HashMap<Integer, String>();
        var usageByName = new HashMap<String, Integer>();
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(KeyTable.class.getResourceAsStream("keys.tsv")), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                var fields = line.split("\t", 3);
                int usage = Integer.parseUnsignedInt(fields[1], 16);
                if (!fields[0].equals("-")) {
                    boolean further = fields[0].startsWith(">");
                    int evdev = Integer.parseInt(further ? fields[0].substring(1) : fields[0], 16);
                    evdevByUsage.put(usage, evdev);
                    if (!further) {
                        usageByEvdev[evdev] = usage;
                    }
                }
                if (!fields[2].equals("-")) {
                    nameByUsage.put(usage, fields[2]);
                    usageByName.put(fields[2], usage);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KeyTable(usageByEvdev, evdevByUsage, nameByUsage, usageByName);
    }
}
