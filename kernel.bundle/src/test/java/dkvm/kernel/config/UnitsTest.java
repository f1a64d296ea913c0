// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, sizes, numbers, hosts and truth values as users write them. */
class UnitsTest {

    @ParameterizedTest
    @CsvSource({"250ms,250", "10s,10000", "5m,300000", "2h,7200000", "1d,86400000", "0,0", "0s,0", "0.5s,500",
            "1.5m,90000", "10 s,10000", "10S,10000"})
    void readsDurations(String text, long ms) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(ms));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "5", "-1s", "s", "1 week", "0.1ms", "1e3s", "999999999999d", "1s 2ms"})
    void refusesWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"64KiB,65536", "8MiB,8388608", "1GiB,1073741824", "0,0", "4096,4096", "1.5KiB,1536", "64 kib,65536",
            "1TiB,1099511627776", "512B,512"})
    void readsSizes(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64 apples", "-1", "KiB", "1.5", "99999999999TiB", "0x10"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "1000000000000000000000", "99999999999TiB",
            "9999999999999999999.5 GiB"})
    void saysOfATooLargeSizeThatItIs(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text)).withMessageContaining("too large");
    }

    @ParameterizedTest
    @CsvSource({"64KB,64KiB", "8M,8MiB", "1g,1GiB"})
    void suggestsTheBinaryUnit(String text, String suggestion) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.parse(text))
                .withMessageContaining("did you mean \"" + suggestion + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "1,1ms", "1500,1500ms", "90000,90s", "120000,2m"})
    void writesDurations(long ms, String text) {
        assertThat(Durations.text(Duration.ofMillis(ms))).isEqualTo(text);
        assertThat(Durations.parse(text).toMillis()).isEqualTo(ms);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1000,1000", "1024,1KiB", "1536,1536", "8388608,8MiB", "1099511627776,1TiB"})
    void writesSizes(long bytes, String text) {
        assertThat(Sizes.text(bytes)).isEqualTo(text);
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "-7,-7", "+7,7", "010,10", "1_000,1000", "0xff,255", "0o17,15", "1e3,1000", "2.0,2",
            "9223372036854775807,9223372036854775807"})
    void readsWholeNumbers(String text, long value) {
        assertThat(Numbers.whole(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "1.5", "1,5", "0x", "0xg", "0o8", "1e999", "9223372036854775808", "_1", "--1",
            ".", "1e-1", "0b1", "12:30:45", ".inf", ".nan"})
    void refusesWhatIsNoWholeNumber(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Numbers.whole(text))
                .withMessageContaining("number expected");
    }

    @ParameterizedTest
    @CsvSource({".5,0.5", "1.,1.0", "1e3,1000.0", "-2.5,-2.5", "1_000.5,1000.5", "3,3.0"})
    void readsDecimals(String text, double value) {
        assertThat(Numbers.decimal(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,5", ".inf", "NaN", "1e999", "e3"})
    void refusesWhatIsNoDecimal(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Numbers.decimal(text))
                .withMessageContaining("number expected");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "no,false", "On,true", "OFF,false", "yes,true"})
    void readsTruthValues(String text, boolean value) {
        assertThat(Flags.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.1:80", "[::1]", "[fe80::1%eth0]:24870", "desk.lan:0"})
    void acceptsHosts(String text) {
        assertThat(HostPorts.parse(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "::1", "host:99999", "host:", "host:x", "a b", "http://x"})
    void refusesWhatIsNoHost(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPorts.parse(text));
    }
}
