package dev.caravan.schema;

import java.util.List;

/** What the text of a string field is, so that Panther collects it under {@code p_any_…} for searches and enrichment. */
public final class Indicators {

    /** The names that Panther knows (docs.panther.com, reference of custom logs). */
    public static final List<String> KNOWN = List.of("ip", "domain", "hostname", "url", "net_addr", "md5", "sha1",
        "sha256", "email", "username", "trace_id", "aws_arn", "aws_arn_only", "aws_account_id", "aws_instance_id",
        "aws_tag");

    private static final int ARN_PARTS = 6;

    private Indicators() {
    }

    /** What can be told from the text alone: an IP address, a web address, an AWS resource; one of them at most. */
    public static List<String> of(String text) {
        if (GoAddress.isIp(text)) {
            return List.of("ip");
        }
        if (GoUrl.isWeb(text)) {
            return List.of("url");
        }
        if (text.startsWith("arn:") && text.split(":", ARN_PARTS).length == ARN_PARTS) {
            return List.of("aws_arn");
        }
        return List.of();
    }
}
