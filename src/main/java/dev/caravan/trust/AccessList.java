package dev.caravan.trust;

import com.sun.jna.Pointer;
import dev.caravan.pipeline.NativeFunctions;
import java.nio.file.Path;

/** Access control lists of POSIX, which Java cannot read on Linux. */
final class AccessList {

    private static final String NAME = "system.posix_acl_access";

    private AccessList() {
    }

    /** Whether the file, links followed, has one beyond its usual bits. False where that cannot be told. */
    static boolean isOn(Path path) {
        try {
            return Bound.FUNCTIONS && Functions.getxattr(path.toString(), NAME, Pointer.NULL, 0) > 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** Bound at the first question: few files need it. */
    private static final class Bound {

        static final boolean FUNCTIONS = bind();

        private static boolean bind() {
            try {
                NativeFunctions.bind(Functions.class, "c");
                return true;
            } catch (LinkageError e) {
                return false;
            }
        }
    }

    /** Functions of the C library, under their names. */
    private static final class Functions {

        static native long getxattr(String path, String name, Pointer value, long size);
    }
}
