package dev.caravan.trust;

import com.sun.jna.Pointer;
import dev.caravan.pipeline.NativeFunctions;
import java.nio.file.Path;

/** POSIX access control lists, which Java cannot read on Linux. */
final class AccessList {

    private static final String NAME = "system.posix_acl_access";

    private AccessList() {
    }

    /** Reports whether the file (links followed) has a list beyond its mode bits. Returns false if that cannot be determined. */
    static boolean isOn(Path path) {
        try {
            return Bound.FUNCTIONS && Functions.getxattr(path.toString(), NAME, Pointer.NULL, 0) > 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** Holds the function, which is bound at the first call: few files need it. */
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

    /** Functions of the C library, under their own names. */
    private static final class Functions {

        static native long getxattr(String path, String name, Pointer value, long size);
    }
}
