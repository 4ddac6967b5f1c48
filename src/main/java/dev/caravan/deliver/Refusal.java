package dev.caravan.deliver;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** A refusing answer, with the questions that {@link AnswerCause} asks. Immutable. */
final class Refusal {

    private static final int LONGEST_SENTENCE = 400;
    private static final Pattern EXPECTING = Pattern.compile("expecting '([a-z0-9-]+)'");
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final int status;
    private final String code;
    private final String sentence;
    private final @Nullable SdkHttpResponse response;
    private final @Nullable AskedException asked;
    private final String actions;
    private final String remedy;

    /**
     * Reads the SDK's exception.
     *
     * @param actions the permissions that the IAM policy needs
     * @param remedy  what to do if the bucket does not exist
     */
    Refusal(AwsServiceException e, String actions, String remedy) {
        AwsErrorDetails details = e.awsErrorDetails();
        status = e.statusCode();
        code = details == null || details.errorCode() == null ? "" : details.errorCode();
        sentence = sentence(details == null ? null : details.errorMessage());
        response = details == null ? null : details.sdkHttpResponse();
        asked = AskedException.of(e);
        this.actions = actions;
        this.remedy = remedy;
    }

    /** Returns a text of somebody else on one line of limited length, without its full stop. */
    static String sentence(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        line = line.length() > LONGEST_SENTENCE ? line.substring(0, LONGEST_SENTENCE) + "…" : line;
        return line.replaceFirst("\\.$", "");
    }

    int status() {
        return status;
    }

    /** Returns S3's error code, or empty. */
    String code() {
        return code;
    }

    boolean isCode(String... codes) {
        for (String one : codes) {
            if (code.equals(one)) {
                return true;
            }
        }
        return false;
    }

    /** Reports whether S3's own sentence contains one of these words, which are in lower case. */
    boolean says(String... words) {
        String low = sentence.toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (low.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Returns S3's own sentence, to be appended to one of ours; empty if it adds nothing. */
    String own() {
        return sentence.isEmpty() || sentence.equalsIgnoreCase("Access Denied") || sentence.equals(code) ? ""
            : "; S3 says: " + sentence;
    }

    String header(String name) {
        return response == null ? "" : response.firstMatchingHeader(name).orElse("");
    }

    /** Reports whether the answer is a page for people, which no S3 server sends. */
    boolean isHtml() {
        return header("Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    boolean isHead() {
        return asked != null && asked.isHead();
    }

    /** Returns the region that the answer names, or empty. */
    String region() {
        Matcher expecting = EXPECTING.matcher(sentence);
        return !header("x-amz-bucket-region").isEmpty() ? header("x-amz-bucket-region") : expecting.find() ? expecting.group(1) : "";
    }

    /** Reports whether the answer names another region than the one of the request. */
    boolean isOtherRegion() {
        return !region().isEmpty() && asked != null && !asked.region().isEmpty() && !region().equals(asked.region());
    }

    /**
     * Returns how far this machine's clock is ahead of the server's (negative if behind); zero below five minutes, or if it is not known.
     */
    Duration skew() {
        try {
            Instant theirs = ZonedDateTime.parse(header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration ahead = Duration.between(theirs, Instant.now());
            return ahead.abs().compareTo(SKEW) > 0 ? ahead : Duration.ZERO;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    String actions() {
        return actions;
    }

    String remedy() {
        return remedy;
    }
}
