// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.config;

import java.util.ArrayList;
import java.util.List;

/** A JSON array of strings (RFC 8259): the one form of JSON the SDK reads, so that devices need no JSON library. */
final class JsonStrings {
    private final String text;
    private int at;

    private JsonStrings(String text) {
        this.text = text;
    }

    static List<String> parse(String text) {
        return new JsonStrings(text).array();
    }

    private List<String> array() {
        var items = new ArrayList<String>();
        expect('[');
        if (peek() != ']') {
            items.add(string());
            while (peek() == ',') {
                at++;
                items.add(string());
            }
        }
        expect(']');
        peek();
        if (at != text.length()) {
            throw wrong();
        }
        return List.copyOf(items);
    }

    private String string() {
        expect('"');
        var s = new StringBuilder();
        while (next() != '"') {
            char c = text.charAt(at++);
            s.append(c == '\\' ? escaped() : c);
        }
        at++;
        return s.toString();
    }

    private char escaped() {
        char c = next();
        at++;
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            case '"', '\\', '/' -> c;
            default -> throw wrong();
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw wrong();
        }
        int value = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                throw wrong();
            }
            value = (value << 4) | digit;
        }
        return (char) value;
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    /** The next character that is no white space; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not a JSON array of strings at character " + (at + 1) + ": " + text);
    }
}
