// SPDX-License-Identifier: Apache-2.0
package dkvm.sdk.internal;

import dkvm.sdk.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Stands in for stdout, which is the wire: each line that is printed becomes a line of the log. Threads may share one. */
final class LogStream extends OutputStream {
    private static final int MAX_LINE = 8 * 1024;

    private final Log log;
    /** Guarded by this. */
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LogStream(Log log) {
        this.log = log;
    }

    @Override
    public synchronized void write(int b) {
        if (b != '\n') {
            line.write(b);
        }
        if (b == '\n' || line.size() >= MAX_LINE) {
            endLine();
        }
    }

    /** Logs what was printed without a line's end. */
    synchronized void endLine() {
        if (line.size() > 0) {
            log.info(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }

    @Override
    public void write(byte[] b, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(b[i]);
        }
    }
}
