package dev.caravan.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Eight bytes at a time must find what one at a time finds. */
class BytesTest {

    @Property(tries = 5000)
    void theFirstOneIsFound(@ForAll("bytes") byte[] b, @ForAll("wanted") byte wanted) {
        for (int from = 0; from < Math.min(b.length, 9); from++) {
            int expected = -1;
            for (int i = from; i < b.length && expected < 0; i++) {
                expected = b[i] == wanted ? i : -1;
            }
            assertEquals(expected, Bytes.indexOf(b, from, b.length, wanted), Arrays.toString(b));
        }
    }

    @Property(tries = 2000)
    void allAreCounted(@ForAll("bytes") byte[] b, @ForAll("wanted") byte wanted) {
        int expected = 0;
        for (byte one : b) {
            expected += one == wanted ? 1 : 0;
        }
        assertEquals(expected, Bytes.count(b, 0, b.length, wanted), Arrays.toString(b));
    }

    @Property(tries = 5000)
    void plainBytesAreCopiedUpToTheFirstThatIsNot(@ForAll("bytes") byte[] b) {
        int expected = 0;
        while (expected < b.length && b[expected] >= ' ' && b[expected] != '"' && b[expected] != '\\') {
            expected++;
        }
        byte[] target = new byte[b.length + 3];
        assertEquals(expected, Bytes.copyPlain(b, 0, b.length, target, 3), Arrays.toString(b));
        assertEquals(-1, Arrays.mismatch(target, 3, 3 + expected, b, 0, expected));
    }

    @Property(tries = 5000)
    void whatStandsBehindTheRangeDoesNotCount(@ForAll("bytes") byte[] b, @ForAll("bytes") byte[] behind,
        @ForAll("wanted") byte wanted) {
        byte[] all = Arrays.copyOf(b, b.length + behind.length);
        System.arraycopy(behind, 0, all, b.length, behind.length);
        assertEquals(Bytes.indexOf(b, 0, b.length, wanted), Bytes.indexOf(all, 0, b.length, wanted), Arrays.toString(all));
        int plain = Bytes.copyPlain(b, 0, b.length, new byte[b.length], 0);
        for (byte[] target : new byte[][] {new byte[b.length], new byte[b.length + 3], new byte[all.length]}) {
            assertEquals(plain, Bytes.copyPlain(all, 0, b.length, target, 0), Arrays.toString(all));
            assertEquals(-1, Arrays.mismatch(target, 0, plain, b, 0, plain));
        }
    }

    /** Mostly what lines are made of, with all that is special at any place. */
    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<Byte> any = Arbitraries.bytes();
        Arbitrary<Byte> plain = Arbitraries.of((byte) 'a', (byte) ' ', (byte) '!', (byte) '#', (byte) '[', (byte) ']', (byte) 127);
        Arbitrary<Byte> special = wanted();
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(12, plain), net.jqwik.api.Tuple.of(1, special),
            net.jqwik.api.Tuple.of(1, any)).array(byte[].class).ofMaxSize(60);
    }

    @Provide
    Arbitrary<Byte> wanted() {
        return Arbitraries.of((byte) '\n', (byte) '"', (byte) '\\', (byte) 0, (byte) 31, (byte) -1, (byte) -128, (byte) ' ', (byte) 1);
    }
}
