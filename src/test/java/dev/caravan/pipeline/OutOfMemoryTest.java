package dev.caravan.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {

    private final List<Integer> halted = new ArrayList<>();
    private java.util.function.IntConsumer halt;

    @BeforeEach
    void start() {
        halt = OutOfMemory.halt;
        OutOfMemory.halt = halted::add;
    }

    @AfterEach
    void stop() {
        OutOfMemory.halt = halt;
    }

    @Test
    void theProcessEndsWhereMemoryRanOutAndNowhereElse() {
        OutOfMemory.endIf("test", null);
        OutOfMemory.endIf("test", new StackOverflowError());
        OutOfMemory.endIf("test", new IllegalStateException(new LinkageError()));
        assertEquals(List.of(), halted);

        OutOfMemory.endIf("test", new OutOfMemoryError("Cannot reserve 4096 bytes of direct buffer memory"));
        OutOfMemory.endIf("test", new IllegalStateException(new IllegalStateException(new OutOfMemoryError())));
        assertEquals(List.of(3, 3), halted);
    }

    @Test
    void aCircleOfCausesIsNoEndlessLoop() {
        IllegalStateException one = new IllegalStateException();
        one.initCause(new IllegalStateException(one));
        OutOfMemory.endIf("test", one);
        assertEquals(List.of(), halted);
    }
}
