import com.robothy.s3.rest.LocalS3;

/** Starts LocalS3 on a port. Run from its source: it has no main class of its own. */
final class LocalS3Server {

    private LocalS3Server() {
    }

    public static void main(String[] args) throws InterruptedException {
        LocalS3.builder().port(Integer.parseInt(args[0])).build().start();
        Thread.currentThread().join();
    }
}
