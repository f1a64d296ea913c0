// SPDX-License-Identifier: Apache-2.0
package dkvm.device.dummy.display.pattern;

import dkvm.device.dummy.display.picture.Canvas;
import dkvm.sdk.event.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Noise of which each picture renews a few tiles: {@value #AT_ONCE} of {@value #SIDE} × {@value #SIDE} pixels, smaller at
 * the right and lower edge.
 *
 * <p>In a <em>round</em> of pictures every tile has its turn once, in an order that the seed and the number of the round
 * decide. So it can be told of any picture, without the ones before, when each of its tiles was renewed last: that picture's
 * number and the seed decide what is in the tile. Picture 0 renews all.
 *
 * @param width columns
 * @param height rows
 * @param seed pictures of another seed are others
 */
public record Tiles(int width, int height, long seed) implements Pattern {
    static final int SIDE = 64;
    static final int AT_ONCE = 8;

    @Override
    public List<Rectangle> changes(long n) {
        var turns = turns(round(n));
        var changes = new ArrayList<Rectangle>(AT_ONCE);
        for (int tile = 0; tile < turns.length; tile++) {
            if (turns[tile] == turn(n)) {
                changes.add(area(tile));
            }
        }
        return changes;
    }

    @Override
    public void draw(long n, Canvas canvas, Rectangle area) {
        var thisRound = n == 0 ? new int[0] : turns(round(n));
        var roundBefore = n == 0 || round(n) == 0 ? new int[0] : turns(round(n) - 1);
        var row = new int[SIDE];
        for (int tile = 0; tile < count(); tile++) {
            var part = area(tile);
            if (part.intersection(area).isPresent()) {
                draw(canvas, part, Scatter.mix(seed, tile, renewed(n, tile, thisRound, roundBefore)), row);
            }
        }
    }

    private static void draw(Canvas canvas, Rectangle part, long content, int[] row) {
        for (int y = 0; y < part.height(); y++) {
            Scatter.fill(row, part.width(), Scatter.mix(content, y));
            canvas.write(part.x(), part.y() + y, row, 0, part.width());
        }
    }

    /** The last picture, up to the n-th, that renewed a tile. */
    private long renewed(long n, int tile, int[] thisRound, int[] roundBefore) {
        if (n > 0 && thisRound[tile] <= turn(n)) {
            return n - turn(n) + thisRound[tile];
        }
        return roundBefore.length == 0 ? 0 : n - turn(n) - turnsOfARound() + roundBefore[tile];
    }

    /** When it is each tile's turn in a round. */
    private int[] turns(long round) {
        var turns = new int[count()];
        long state = Scatter.mix(seed, round);
        for (int i = 0; i < turns.length; i++) {
            // The order of Fisher and Yates, inside out.
            int other = (int) Long.remainderUnsigned(Scatter.mix(state, i), i + 1L);
            turns[i] = turns[other];
            turns[other] = i / AT_ONCE;
        }
        return turns;
    }

    private long round(long n) {
        return (n - 1) / turnsOfARound();
    }

    private int turn(long n) {
        return (int) ((n - 1) % turnsOfARound());
    }

    private int turnsOfARound() {
        return (count() + AT_ONCE - 1) / AT_ONCE;
    }

    private int columns() {
        return (width + SIDE - 1) / SIDE;
    }

    private int count() {
        return columns() * ((height + SIDE - 1) / SIDE);
    }

    private Rectangle area(int tile) {
        int x = tile % columns() * SIDE;
        int y = tile / columns() * SIDE;
        return new Rectangle(x, y, Math.min(SIDE, width - x), Math.min(SIDE, height - y));
    }
}
