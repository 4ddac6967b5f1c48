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

/** An answer that is a failure, in the words that {@link AnswerCause} needs. Immutable. */
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
     * @param actions what the IAM policy must allow
     * @param remedy  what to do where the bucket does not exist
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

    /** What somebody else wrote, in one line of bounded length, without its full stop. */
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

    /** S3's code, or empty. */
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

    /** Whether S3's own sentence has one of these; in lower case. */
    boolean says(String... words) {
        String low = sentence.toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (low.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** S3's own sentence, as an addition to one of ours; empty where it adds nothing. */
    String own() {
        return sentence.isEmpty() || sentence.equalsIgnoreCase("Access Denied") || sentence.equals(code) ? ""
            : "; S3 says: " + sentence;
    }

    String header(String name) {
        return response == null ? "" : response.firstMatchingHeader(name).orElse("");
    }

    /** A page for people: no S3 server has sent it. */
    boolean isHtml() {
        return header("Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    boolean isHead() {
        return asked != null && asked.isHead();
    }

    /** The region that the answer names, or empty. */
    String region() {
        Matcher expecting = EXPECTING.matcher(sentence);
        return !header("x-amz-bucket-region").isEmpty() ? header("x-amz-bucket-region") : expecting.find() ? expecting.group(1) : "";
    }

    /** Whether the answer names another region than the one that was asked. */
    boolean isOtherRegion() {
        return !region().isEmpty() && asked != null && !asked.region().isEmpty() && !region().equals(asked.region());
    }

    /** How far this machine's clock is ahead of the server's; zero when it is not, or not known. */
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
