package dev.caravan.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each MBean of ours, each of its attributes and each of its operations says what it is. */
class DescriptionsTest {

    /** As one without descriptions would have it. */
    @Description("Something that is described in part.")
    public interface PartMXBean {

        @Description("This number is described.")
        int getKnown();

        int getForgotten();
    }

    private static <T> MBeanInfo info(Class<T> type) {
        Object bean = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
        return new DescribedMBean(type.cast(bean), type).getMBeanInfo();
    }

    /** Those whose description is no sentence, or only says the name again. */
    private static List<String> undescribed(MBeanInfo info) {
        List<String> wrong = new ArrayList<>();
        List<MBeanFeatureInfo> all = new ArrayList<>(List.of(info.getAttributes()));
        all.addAll(List.of(info.getOperations()));
        Set<String> seen = new TreeSet<>();
        for (MBeanFeatureInfo feature : all) {
            String text = feature.getDescription();
            if (text == null || !text.matches("[A-Z].* .* .*\\.") || text.equalsIgnoreCase(feature.getName()) || !seen.add(text)) {
                wrong.add(feature.getName());
            }
        }
        return wrong;
    }

    @ParameterizedTest
    @ValueSource(classes = {SourceMXBean.class, DeliveryMXBean.class})
    void allOfAnMBeanIsDescribed(Class<?> type) {
        MBeanInfo info = info(type);
        assertTrue(info.getDescription().matches("[A-Z].* .*\\."), info.getDescription());
        assertEquals(List.of(), undescribed(info));
        assertTrue(info.getAttributes().length >= 6 && info.getOperations().length >= 1);
        for (MBeanOperationInfo operation : info.getOperations()) {
            assertEquals(MBeanOperationInfo.ACTION, operation.getImpact(), operation.getName());
        }
    }

    @Test
    void oneWithoutADescriptionIsFound() {
        assertEquals(List.of("Forgotten"), undescribed(info(PartMXBean.class)));
    }

    @Test
    void aSourceCanBeSuspendedResumedAndSealed() {
        Set<String> operations = new TreeSet<>();
        for (MBeanOperationInfo operation : info(SourceMXBean.class).getOperations()) {
            operations.add(operation.getName());
        }
        assertEquals(Set.of("resume", "sealNow", "suspend"), operations);
        assertFalse(info(SourceMXBean.class).getAttributes()[0].isWritable());
    }
}
