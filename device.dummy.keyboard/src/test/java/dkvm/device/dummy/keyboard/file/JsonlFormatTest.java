// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.keyboard.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dkvm.sdk.event.InputEvent;
import dkvm.sdk.event.KeyEvent;
import dkvm.sdk.event.KeyTable;
import dkvm.sdk.event.TextEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlFormatTest {
    private final JsonlFormat format = new JsonlFormat(KeyTable.standard());

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'t':0.0,'code':'KeyA','state':'down'}|00070004",
            "{'state':'down','code':'KeyA','t':0}|00070004",
            " { 't' : 0 , 'code' : 'KeyA' , 'state' : 'down' } |00070004",
            "{'t':0,'x':{'t':[1,{}]},'code':'KeyA','y':null,'state':'down'}|00070004",
            "{'t':0e0,'usage':'0x000700E3','state':'down'}|000700E3", "{'t':0,'usage':'0xe3','state':'down'}|000000E3",
            "{'t':0,'evdev':101,'state':'down'}|FF000065", "{'t':0,'evdev':30,'state':'down'}|00070004",
            "{'t':0,'code':'\\u004beyA','state':'down'}|00070004"})
    void readsAKeyPress(String line, String usage) throws Exception {
        assertThat(format.parse(line.replace('\'', '"')))
                .isEqualTo(new Line.Timed(0, new KeyEvent(Integer.parseUnsignedInt(usage, 16), true)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|NOTHING", "'  '|NOTHING", "{\"t\":0,\"motion\":[1,2]}|OTHER_KIND",
            "{\"t\":0,\"position\":[1,2],\"range\":[0,0,9,9]}|OTHER_KIND", "{\"t\":0,\"scroll\":[0,120]}|OTHER_KIND",
            "{\"t\":0,\"button\":\"left\",\"state\":\"down\"}|OTHER_KIND",
            "{\"t\":0,\"evdev\":272,\"state\":\"down\"}|OTHER_KIND"})
    void passesOverWhatIsNoKey(String line, Line.Other expected) throws Exception {
        assertThat(format.parse(line)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"hello|1|unexpected 'h'", "[1]|1|one JSON object",
            "1|1|one JSON object",
            "{|2|ends within", "{'t'|5|ends within", "{'t':0|7|ends within", "{'t':0,'code':'Ke|18|ends within",
            "{'t' 0}|6|unexpected '0'", "{'t':0;}|7|unexpected ';'", "{'t':0,}|8|unexpected '}'",
            "{'t':1.2.3}|9|unexpected '.'",
            "{'t':tru}|9|unexpected '}'", "{t:0}|2|unexpected 't'", "{'t':0} x|9|unexpected 'x'",
            "{'t':0}{}|8|unexpected '{'",
            "{'t':'0','code':'KeyA','state':'up'}|6|a number of seconds",
            "{'t':-1,'code':'KeyA','state':'up'}|6|a number of seconds", "{ 't' : null }|9|a number of seconds",
            "{'t':1e13}|6|a number of seconds", "{'t':0,'code':'KeyÄ','state':'up'}|15|no key of W3C",
            "{'t':0,'code':7}|15|a key's name", "{'t':0,'usage':'E3'}|16|a HID usage",
            "{'t':0,'usage':'0x+1'}|16|a HID usage",
            "{'t':0,'evdev':768}|16|a whole number", "{'t':0,'evdev':1.5}|16|a whole number",
            "{'t':0,'evdev':9999999999}|16|a whole number", "{'t':0,'code':'KeyA','state':'pressed'}|30|down",
            "{'t':0,'code':'KeyA','state':true}|30|down", "{'t':0,'text':1}|15|a string",
            "{'t':0,'code':'KeyA','text':'a'}|29|not both", "{'t':0,'t':1}|12|twice",
            "{'t':0,'text':'a','text':'b'}|26|twice",
            "{'code':'KeyA','state':'up'}|1|'t' is missing", "{'t':0}|1|no event",
            "{'t':0,'code':'KeyA'}|1|'state' is missing"})
    void saysWhereALineIsWrong(String line, int column, String words) {
        assertThatThrownBy(() -> format.parse(line.replace('\'', '"'))).isInstanceOf(BadLineException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).replace('"', '\'')).contains(words))
                .extracting(e -> ((BadLineException) e).column())
                .isEqualTo(column);
    }

    @Test
    void refusesATextTooLongForAnEvent() throws Exception {
        var longest = "é".repeat(TextEvent.MAX_BYTES / 2);
        assertThat(format.parse("{\"t\":0,\"text\":\"" + longest + "\"}"))
                .isEqualTo(new Line.Timed(0, new TextEvent(longest)));
        assertThatThrownBy(() -> format.parse("{\"t\":0,\"text\":\"" + longest + "x\"}"))
                .hasMessageContaining("at most " + TextEvent.MAX_BYTES + " bytes");
    }

    @Test
    void readsWhatItWritesForEveryUsage() throws Exception {
        for (int page : new int[]{0x0007, 0x000C, 0xFF00, 0x0001}) {
            for (int id = 0; id < 0x300; id++) {
                var event = format.canonical(new KeyEvent(page << 16 | id, id % 2 == 0)).orElseThrow();
                assertRoundTrip(event, 1_000_000L * id + id);
            }
        }
    }

    @Test
    void readsWhatItWritesForTexts() throws Exception {
        for (var text : List.of("", "é", "\"\\\n\t\u0001\u2028", "𝄞", "{\"t\":1}")) {
            assertRoundTrip(new TextEvent(text), 1);
        }
    }

    @Test
    void keepsEveryMicrosecond() throws Exception {
        for (long micros : new long[]{0, 1, 999_999, 1_000_000, 1_399_994, 1_700_000_000_123_457L}) {
            assertRoundTrip(new KeyEvent(0x00070004, true), micros);
        }
    }

    private void assertRoundTrip(InputEvent event, long micros) throws Exception {
        var out = new StringBuilder();
        format.format(out, micros, event);
        assertThat(out).endsWith("\n");
        assertThat(format.parse(out.substring(0, out.length() - 1))).isEqualTo(new Line.Timed(micros, event));
        assertThat(format.canonical(event)).hasValue(event);
    }

    @Test
    void writesAKeyUnderOneNameOnly() {
        assertThat(format.canonical(new KeyEvent(0xFF00001E, true))).hasValue(new KeyEvent(0x00070004, true));
    }
}
