package dev.caravan.health;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Registers MBeans with the server of the platform, where Camel's are too. */
final class MBeans {

    private MBeans() {
    }

    /**
     * Registers an MBean; one that an earlier run in this process left under the name is replaced.
     *
     * @param type the interface of an MXBean, with descriptions
     */
    static <T> void register(String name, T bean, Class<T> type) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName objectName = new ObjectName(name);
            if (server.isRegistered(objectName)) {
                server.unregisterMBean(objectName);
            }
            server.registerMBean(new DescribedMBean(bean, type), objectName);
        } catch (JMException e) {
            throw new IllegalStateException("the MBean " + name + " cannot be registered", e);
        }
    }
}
