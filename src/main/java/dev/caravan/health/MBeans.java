package dev.caravan.health;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The registration of MBeans with the platform's server, which also has Camel's. */
final class MBeans {

    private MBeans() {
    }

    /**
     * Registers an MBean, and replaces one that an earlier run in this process left under the name.
     *
     * @param type the interface of the MXBean, with its descriptions
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
