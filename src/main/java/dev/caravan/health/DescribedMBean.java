package dev.caravan.health;

import java.lang.reflect.AnnotatedElement;
import java.util.Objects;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.StandardMBean;

/** An MXBean that takes its descriptions from the annotations of its interface. */
final class DescribedMBean extends StandardMBean {

    /** @throws IllegalArgumentException if the type is not the interface of an MXBean */
    <T> DescribedMBean(T bean, Class<T> type) {
        super(bean, type, true);
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return of(getMBeanInterface(), info.getDescription());
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return ofMethod((info.isIs() ? "is" : "get") + info.getName(), info.getDescription());
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return ofMethod(info.getName(), info.getDescription());
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        // Every operation of these MBeans changes something.
        return MBeanOperationInfo.ACTION;
    }

    private String ofMethod(String name, String otherwise) {
        return Stream.of(getMBeanInterface().getMethods()).filter(method -> method.getName().equals(name)).findFirst()
            .map(method -> of(method, otherwise)).orElse(otherwise);
    }

    private static String of(AnnotatedElement element, String otherwise) {
        Description description = element.getAnnotation(Description.class);
        return description == null ? Objects.requireNonNullElse(otherwise, "") : description.value();
    }
}
