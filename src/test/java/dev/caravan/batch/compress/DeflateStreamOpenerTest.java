package dev.caravan.batch.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DeflateStreamOpenerTest {

    private final DeflateStreamOpener openEnd = new DeflateStreamOpener();

    /** Of few kinds of bytes, or of all; with what was there before now and then, from near and far. */
    private static byte[] content(Random random, int length) {
        byte[] bytes = new byte[length];
        int kinds = 1 + random.nextInt(random.nextBoolean() ? 4 : 256);
        int repeats = random.nextInt(20);
        for (int at = 0; at < length;) {
            if (at > 0 && random.nextInt(20) < repeats) {
                int distance = 1 + random.nextInt(random.nextBoolean() ? at : Math.min(at, 30));
                for (int n = random.nextInt(400); n > 0 && at < length; n--, at++) {
                    bytes[at] = bytes[at - distance];
                }
            } else {
                // Some kinds are much rarer than others: their codes are long.
                bytes[at++] = (byte) (kinds * Math.pow(random.nextDouble(), 1 + random.nextInt(12)));
            }
        }
        return bytes;
    }

    private static byte[] deflate(byte[] content, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        byte[] buffer = new byte[10_000];
        while (!deflater.finished()) {
            stream.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return stream.toByteArray();
    }

    private static ByteBuilder withRoom(byte[] stream, Random random) {
        ByteBuilder compressed = new ByteBuilder();
        compressed.bytes = new byte[stream.length + DeflateStreamOpener.ROOM];
        random.nextBytes(compressed.bytes);
        System.arraycopy(stream, 0, compressed.bytes, 0, stream.length);
        compressed.length = stream.length;
        return compressed;
    }

    private static byte[] inflate(byte[] stream, int length) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(stream);
        byte[] content = new byte[length + 1];
        int n = 0;
        for (int more = 1; more > 0; n += more) {
            more = inflater.inflate(content, n, content.length - n);
        }
        assertTrue(inflater.finished(), "it has no end");
        assertEquals(0, inflater.getRemaining());
        inflater.end();
        return Arrays.copyOf(content, n);
    }

    /** Whatever blocks zlib makes: stored, with fixed or written codes, one or many. */
    @Property(tries = 1500)
    void oneStreamFollowsAnother(@ForAll int seed, @ForAll @IntRange(max = 9) int level,
        @ForAll @IntRange(max = 2) int strategy) throws DataFormatException {
        Random random = new Random(seed);
        byte[] content = content(random, random.nextInt(random.nextBoolean() ? 50 : 200_000));
        int middle = random.nextInt(content.length + 1);
        byte[] first = deflate(Arrays.copyOf(content, middle), level, strategy);
        byte[] second = deflate(Arrays.copyOfRange(content, middle, content.length), level, strategy);
        ByteBuilder opened = withRoom(first, random);
        assertTrue(openEnd.open(opened));
        assertTrue(opened.length <= first.length + 5);
        byte[] both = Arrays.copyOf(opened.bytes, opened.length + second.length);
        System.arraycopy(second, 0, both, opened.length, second.length);
        assertArrayEquals(content, inflate(both, content.length));
    }

    /** Bits in the middle of a stream are no more than its reader can bear. */
    @Property(tries = 1500)
    void whatIsNoStreamIsLeftAsItIs(@ForAll int seed, @ForAll boolean damaged) {
        Random random = new Random(seed);
        byte[] stream = new byte[random.nextInt(3000)];
        random.nextBytes(stream);
        if (damaged) {
            stream = deflate(content(random, random.nextInt(20_000)), 1 + random.nextInt(9), 0);
            for (int i = random.nextInt(3); i >= 0; i--) {
                stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
        ByteBuilder compressed = withRoom(stream, random);
        byte[] before = compressed.bytes.clone();
        if (!openEnd.open(compressed)) {
            assertArrayEquals(before, compressed.bytes);
            assertEquals(stream.length, compressed.length);
        }
    }

    @Example
    void aStreamThatIsCutOrGoesOnIsNone() {
        Random random = new Random(1);
        byte[] stream = deflate(content(random, 100_000), 4, Deflater.DEFAULT_STRATEGY);
        assertFalse(openEnd.open(withRoom(Arrays.copyOf(stream, stream.length - 1), random)));
        assertFalse(openEnd.open(withRoom(Arrays.copyOf(stream, stream.length + 1), random)));
        assertFalse(openEnd.open(withRoom(new byte[0], random)));
        assertTrue(openEnd.open(withRoom(stream, random)));
    }
}
