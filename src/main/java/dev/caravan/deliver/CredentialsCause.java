package dev.caravan.deliver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why the SDK found no credentials. The SDK asks one source after the other and puts all their messages into one; this class
 * tells the message of the configured source from the others.
 */
final class CredentialsCause {

    private static final String NONE = "no AWS credentials found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, use an instance role,"
        + " or see docs/aws.md";

    /** A source of the chain, its name for the user, and what it says if it is not configured. */
    private record Source(String provider, String name, String notConfigured) {
    }

    private static final List<Source> SOURCES = List.of(
        new Source("WebIdentityTokenCredentialsProvider", "the web identity (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN)",
            "AWS_WEB_IDENTITY_TOKEN_FILE or the javaproperty"),
        new Source("ProfileCredentialsProvider", "the profile in ~/.aws", "contained no credentials for profile"),
        new Source("ContainerCredentialsProvider", "the container's role (AWS_CONTAINER_CREDENTIALS_…)", "Cannot fetch credentials from"
            + " container - neither"));
    private static final String NEXT = "CredentialsProvider(";

    private CredentialsCause() {
    }

    /** Returns the message for the user, or null if the SDK's message is about something else. */
    static @Nullable String words(String message) {
        if (message.contains("Profile file contained no credentials for profile") && !message.contains("in the chain")) {
            return "the profile that was set has no credentials: "
                + Refusal.sentence(message.replaceFirst("(?s): ProfileFile\\(.*", ""));
        }
        if (!message.contains("Unable to load credentials")) {
            return null;
        }
        // The chain itself, with the same names, comes before this.
        String said = message.substring(Math.max(0, message.indexOf(" : [")));
        for (Source source : SOURCES) {
            int at = said.indexOf(source.provider + "(");
            if (at >= 0) {
                String own = own(said.substring(at + source.provider.length()));
                if (!own.isEmpty() && !own.contains(source.notConfigured)) {
                    return "the credentials of " + source.name + " cannot be obtained: " + Refusal.sentence(own);
                }
            }
        }
        return NONE;
    }

    /** Returns what a source says: the text after its own description, up to the next source. */
    private static String own(String from) {
        int next = from.indexOf(NEXT, 1);
        String part = next < 0 ? from : from.substring(0, Math.max(0, from.lastIndexOf(',', next)));
        int depth = 0;
        for (int i = 0; i < part.length(); i++) {
            depth += part.charAt(i) == '(' ? 1 : part.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return part.substring(i + 1).replaceFirst("^:?\\s*", "").replaceFirst("]$", "");
            }
        }
        return "";
    }
}
