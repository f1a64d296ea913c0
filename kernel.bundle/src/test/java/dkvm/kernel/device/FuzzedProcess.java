// SPDX-License-Identifier: Apache-2.0
package dkvm.kernel.device;

import dkvm.sdk.wire.testing.Mutator;
import dkvm.sdk.wire.testing.SpoiltStream;
import dkvm.sdk.wire.v1.Envelope;
import dkvm.sdk.wire.v1.Envelope.BodyCase;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A device that begins as it should and then says all it may, spoilt more often than not. */
final class FuzzedProcess extends TestProcess {
    private static final int MESSAGES = 300;
    private static final long PATIENCE_MILLIS = 1000;
    private static final long DOUBT_MILLIS = 20;

    private final Random random;
    private final FuzzedEar ear;
    private final FuzzedWords words;
    private final Output output;
    /** When it has said so many messages it asks to be ended; beyond {@link #MESSAGES}: never. */
    private final int tired;
    private final Runnable end;
    /** How many messages of each kind were spoilt. Owned by the thread that reads. */
    final Map<BodyCase, Integer> kinds = new EnumMap<>(BodyCase.class);

    /**
     * A device.
     *
     * @param random decides what it says
     * @param mutator spoils it
     * @param end what it does when it wants the kernel to end it
     */
    FuzzedProcess(Random random, Mutator mutator, Runnable end) {
        this.random = random;
        this.end = end;
        boolean deaf = random.nextInt(20) == 0;
        tired = deaf ? Integer.MAX_VALUE : random.nextInt(3 * MESSAGES);
        ear = new FuzzedEar(this, deaf);
        words = new FuzzedWords(random, ear);
        output = new Output(mutator);
    }

    /** What it says; each step is a step of the protocol. */
    private final class Output extends SpoiltStream {
        private int said;
        private boolean doubtful;
        private boolean drained;

        Output(Mutator mutator) {
            super(random, mutator, MESSAGES);
        }

        @Override
        protected byte @Nullable [] next(int n) {
            if (n == tired) {
                end.run();
            }
            if (!isAlive() && random.nextInt(4) == 0) {
                // So far the pipe still held what it had said.
                return null;
            }
            if (n == MESSAGES - 1) {
                exits(random.nextInt(3));
            }
            boolean steps = random.nextInt(3) == 0;
            return switch (said) {
                case 0 -> step(words.hello());
                case 1 -> steps ? step(words.ready()) : talk(words.early());
                case 2 -> activated();
                default -> ear.draining() && !drained ? drained() : talk(words.any());
            };
        }

        private byte[] step(Envelope message) {
            said++;
            boolean spoils = random.nextInt(15) == 0;
            doubtful |= spoils;
            return spoils ? spoil(message) : Mutator.framed(message.toByteArray());
        }

        private byte[] activated() {
            ear.awaitActivation(doubtful ? DOUBT_MILLIS : PATIENCE_MILLIS);
            return step(words.activated());
        }

        private byte[] drained() {
            drained = random.nextBoolean();
            return drained ? Mutator.framed(words.drained().toByteArray()) : spoil(words.drained());
        }

        private byte[] talk(Envelope message) {
            return words.said(random.nextInt(4) == 0 ? Mutator.framed(message.toByteArray()) : spoil(message));
        }

        private byte[] spoil(Envelope message) {
            kinds.merge(message.getBodyCase(), 1, Integer::sum);
            return spoilt(message);
        }
    }

    int mutated() {
        return output.mutated();
    }

    @Override
    void exits(int with) {
        super.exits(with);
        ear.over();
    }

    @Override
    public InputStream getInputStream() {
        return output;
    }

    @Override
    public OutputStream getOutputStream() {
        return ear;
    }
}
