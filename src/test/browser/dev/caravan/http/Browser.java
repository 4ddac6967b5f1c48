package dev.caravan.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's chromium without a window, with a fresh profile, and axe for what it shows. */
final class Browser implements AutoCloseable {

    private final Path profile;
    private final ChromeDriver driver;

    /** Starts one; a test where it is not installed is skipped. */
    Browser() throws IOException {
        Path chromium = program("chromium");
        Path chromedriver = program("chromedriver");
        profile = Files.createTempDirectory("caravan-browser");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile()).build(), options);
    }

    private static Path program(String name) {
        Path found = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(entry -> Path.of(entry, name))
            .filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(found != null, name + " is not installed (on Debian: apt install chromium chromium-driver)");
        return Objects.requireNonNull(found);
    }

    /** Opens a page. */
    void open(String url) {
        driver.get(url);
    }

    /** Its address now. */
    String address() {
        return driver.getCurrentUrl();
    }

    /** The text that is seen of all that this selector finds; hidden parts have none. */
    List<String> texts(String selector) {
        // In one piece: the page renews itself meanwhile.
        return ((List<?>) driver.executeScript("return [...document.querySelectorAll(arguments[0])].map(e => e.checkVisibility() ? e.innerText"
            + " : '')", selector)).stream().map(Object::toString).toList();
    }

    /** The same, where scripts may not run. */
    List<String> textsWithoutScripts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
    }

    /** What a script returns. */
    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Presses keys in what has the focus. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses Tab, and tells what has the focus: the name of its element, and its text. */
    String tab() {
        press(Keys.TAB);
        return run("const e = document.activeElement; return e.tagName.toLowerCase() + ' ' + e.textContent").toString().strip();
    }

    /** Wide in points, and tall as a screen of that kind. */
    void width(int points) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", points, "height", points < 600 ? 812 : 900,
            "deviceScaleFactor", 1, "mobile", points < 600));
    }

    /** The system is set to dark colours, or to light ones. */
    void dark(boolean dark) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value",
            dark ? "dark" : "light"))));
    }

    /** Whether pages may run scripts; from the next page on. */
    void scripts(boolean allowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
    }

    /** What axe has against the page as it is now, each with the elements; empty for nothing. All its rules, with those of best practice. */
    List<String> violations() throws IOException {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        Object results = driver.executeAsyncScript("axe.run().then(r => arguments[0](JSON.stringify(r)), e => arguments[0]('' + e))");
        JsonNode all = new ObjectMapper().readTree(results.toString());
        if (all.get("passes").size() < 20) {
            throw new AssertionError("axe has looked at hardly anything: " + results);
        }
        List<String> violations = new ArrayList<>();
        for (JsonNode violation : all.get("violations")) {
            violation.get("nodes").forEach(node -> violations.add(violation.get("id").asText() + ": " + node.get("html").asText() + " "
                + node.get("failureSummary").asText()));
        }
        return violations;
    }

    /** Addresses that the page has asked for since this was called last. */
    List<String> requests() throws IOException {
        List<String> urls = new ArrayList<>();
        for (var entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = new ObjectMapper().readTree(entry.getMessage()).get("message");
            if (message.get("method").asText().equals("Network.requestWillBeSent")) {
                urls.add(message.at("/params/request/url").asText());
            }
        }
        return urls;
    }

    /** What the browser has complained about since this was called last: errors of scripts, what the policy forbids. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(Object::toString).toList();
    }

    /** The page from its top on, as PNG. */
    void picture(int most, Path file) throws IOException {
        Object height = run("return Math.min(" + most + ", document.documentElement.scrollHeight)");
        Object width = run("return document.documentElement.clientWidth");
        Map<String, Object> answer = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true,
            "clip", Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(answer.get("data").toString()));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
