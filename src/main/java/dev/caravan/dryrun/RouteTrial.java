package dev.caravan.dryrun;

import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.Placeholders;
import dev.caravan.config.SettingsFile;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.BlockConverter;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.source.journal.Inputs;
import dev.caravan.parse.Parsers;
import dev.caravan.routes.KameletTexts;
import dev.caravan.routes.Precondition;
import dev.caravan.routes.RouteMistakes;
import dev.caravan.routes.RouteText;
import dev.caravan.routes.SettingsOfRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A trial of a route file. Runs the real steps of the route, and replaces only the Kamelets at its ends: the sources by an entry for the lines,
 * and the sink by one that keeps the block. A route whose source is off runs as if the source were on.
 */
public final class RouteTrial implements DryRun {

    private static final String ENTRY = "direct:caravan-trial";
    private static final List<String> ENDS = List.of("log-tail-source", "command-source", "journal-source", "s3-batch-sink");
    private static final int SOURCES = 3;
    private static final String RESULT = "CaravanTrialResult";
    private static final Pattern SWITCH = Pattern.compile("\\{\\{\\s*([A-Za-z0-9._-]+\\.enabled)\\s*(?::[^{}]*)?}}");

    private final DefaultCamelContext context;
    private final ProducerTemplate producer;
    private final String entry;

    /**
     * Starts the route.
     *
     * @param file     the route file, with one route of log-tail-source, command-source or journal-source
     * @param settings settings that take precedence over those of application.properties
     * @throws TrialException if the route cannot be started
     */
    public RouteTrial(Path file, Map<String, String> settings) {
        context = new DefaultCamelContext();
        String yaml = "";
        try {
            String problem = SettingsFile.problem(file, "routes");
            if (problem != null && Files.exists(file)) {
                throw new TrialException(problem);
            }
            yaml = Files.readString(file);
            Properties override = new Properties();
            Matcher enabled = SWITCH.matcher(yaml);
            while (enabled.find()) {
                override.setProperty(enabled.group(1), "true");
            }
            override.putAll(settings);
            Given given = Given.around(override, SettingsFile.find());
            context.getPropertiesComponent().setInitialProperties(given.ofCamel());
            context.getPropertiesComponent().setOverrideProperties(override);
            Placeholders.install(context.getPropertiesComponent(), Map.of(), SettingsOfRoutes.usual());
            ZoneId zone = given.ifSet(Catalog.TIMEZONE);
            new Parsers(zone == null ? ZoneId.systemDefault() : zone).bind(context.getRegistry());
            context.getRegistry().bind(SharedNames.INPUTS, new Inputs(null, null));
            BlockConverter.register(context);
            KameletTexts.register(context);
            RouteMistakes.mustNotBeIn(context, yaml);
            context.addRoutes(ends(takeReal()));
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file.toString(), yaml));
            // Checked before the context starts, because another route in the file, such as one that delivers, would do its work.
            entry = entry(file);
            context.start();
            producer = context.createProducerTemplate();
        } catch (TrialException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw new TrialException(file + " cannot be read", e);
        } catch (Exception e) {
            close();
            throw (TrialException) new TrialException(RouteText.explain(file.toString(), yaml, e)).initCause(e);
        }
    }

    private String entry(Path file) {
        // The model also has routes whose precondition does not hold.
        List<String> begins = context.getRouteDefinitions().stream().filter(r -> Precondition.holds(context, r.getPrecondition()))
            .map(r -> r.getInput().getEndpointUri()).toList();
        if (begins.size() != 1 || !begins.get(0).matches("kamelet:/*(log-tail|command|journal)-source\\b.*")) {
            throw new TrialException(file + " cannot be tried: the file must have one route, which begins with"
                + " kamelet:log-tail-source, kamelet:command-source or kamelet:journal-source");
        }
        return ENTRY;
    }

    /** Removes the Kamelets at the route's ends, and returns them by name. Of those that it does not use, there is none. */
    private Map<String, RouteTemplateDefinition> takeReal() throws Exception {
        Map<String, RouteTemplateDefinition> all = new HashMap<>();
        for (String end : ENDS) {
            RouteTemplateDefinition real = context.getRouteTemplateDefinition(end);
            if (real != null) {
                context.removeRouteTemplateDefinition(real);
                all.put(end, real);
            }
        }
        return all;
    }

    /**
     * Returns route templates with the names of the Kamelets. Camel then does not load the real Kamelets.
     *
     * @param real the real ones, of which the parameters and beans are kept: beans refuse wrong values when they are made
     */
    private static RouteBuilder ends(Map<String, RouteTemplateDefinition> real) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (String source : ENDS.subList(0, SOURCES)) {
                    stand(source, ENTRY).to("kamelet:sink");
                }
                stand(ENDS.get(SOURCES), "kamelet:source").process(exchange -> exchange.setProperty(RESULT, block(exchange)));
            }

            private RouteDefinition stand(String name, String from) {
                RouteTemplateDefinition template = routeTemplate(name);
                RouteTemplateDefinition kamelet = real.get(name);
                if (kamelet == null) {
                    return template.from(from);
                }
                template.setTemplateParameters(kamelet.getTemplateParameters());
                template.setTemplateBeans(kamelet.getTemplateBeans());
                RouteDefinition route = template.from(from);
                for (BeanFactoryDefinition<?> bean : kamelet.getTemplateBeans()) {
                    // Camel makes a bean for the step that names it. The step itself is never reached.
                    BeanDefinition step = new BeanDefinition();
                    step.setRef("{{" + bean.getName() + "}}");
                    route.filter(constant(false)).addOutput(step);
                }
                return route;
            }
        };
    }

    private static Block block(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Block block) {
            return block;
        }
        byte[] bytes = body == null ? new byte[0] : exchange.getMessage().getBody(byte[].class);
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return exchange.getProperty(SharedNames.BLOCK_PROPERTY, Block.class).with(bytes, bytes.length, lines);
    }

    @Override
    public Block run(Block block) {
        Exchange exchange = producer.send(entry, e -> {
            e.setProperty(SharedNames.BLOCK_PROPERTY, block);
            e.getMessage().setBody(block);
        });
        if (exchange.getException() != null) {
            throw new TrialException("the route failed", exchange.getException());
        }
        Block result = exchange.getProperty(RESULT, Block.class);
        if (result == null) {
            throw new TrialException("the route did not hand the lines to kamelet:s3-batch-sink, so Caravan would read them again"
                + " for ever; to drop lines, use kamelet:filter-lines-action");
        }
        return result;
    }

    @Override
    public void close() {
        context.stop();
    }
}
