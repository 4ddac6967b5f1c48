package dev.caravan.schema.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the objects of one output are: the folders of the setting {@code caravan.key}, without the file's name.
 *
 * @param bucket  name of the bucket
 * @param folders of the template, with the output in the place of {@code {source}}; other placeholders are still there
 * @param keyName the last part of the template, the name of the objects
 */
record ObjectLocation(String bucket, List<String> folders, String keyName) {

    static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");

    /**
     * Takes a key template apart.
     *
     * @param output the first folder of the keys, such as {@code auth} or {@code unparsed/nginx}
     */
    static ObjectLocation of(String bucket, String template, String output) {
        List<String> folders = new ArrayList<>(List.of(template.replace("{source}", output).split("/")));
        String name = folders.remove(folders.size() - 1);
        return new ObjectLocation(bucket, List.copyOf(folders), name);
    }

    /** The folders before the first placeholder, each with its slash: what all objects have in common. */
    String prefix() {
        StringBuilder prefix = new StringBuilder();
        for (String folder : folders) {
            if (folder.indexOf('{') >= 0) {
                break;
            }
            prefix.append(folder).append('/');
        }
        return prefix.toString();
    }

    /** A pattern of all keys, with {@code *} for each placeholder. */
    String glob() {
        String all = String.join("/", folders) + (folders.isEmpty() ? "" : "/") + keyName;
        String glob = PLACEHOLDER.matcher(all).replaceAll("*").replaceAll("\\*[^/]*\\*", "*");
        // The extension is the placeholder {ext}; what is read is JSON, whatever it is compressed with.
        return glob.endsWith("*") ? glob : glob + "*";
    }

    /** The names of the placeholders in the folders, in their order. */
    List<String> placeholders() {
        List<String> names = new ArrayList<>();
        for (String folder : folders) {
            for (Matcher m = PLACEHOLDER.matcher(folder); m.find();) {
                names.add(m.group(1));
            }
        }
        return names;
    }
}
