// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.Session;
import dkvm.sdk.Source;
import dkvm.sdk.event.KeyEvent;
import java.nio.charset.StandardCharsets;

/** Plays keys, number n being event n, up to a last one. */
record Counting(long last) implements Source {
    @Override
    public void run(Session session) throws InterruptedException {
        var out = session.output("keys");
        while (out.nextSeq() <= last && session.active()) {
            out.send(new KeyEvent((int) out.nextSeq(), (out.nextSeq() & 1) == 1));
        }
    }

    @Override
    public byte[] token() {
        return "here".getBytes(StandardCharsets.UTF_8);
    }
}
