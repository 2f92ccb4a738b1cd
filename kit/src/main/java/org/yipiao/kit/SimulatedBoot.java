package org.yipiao.kit;

import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/** Apart from {@link Simulated}, because a window agent has no Spring on its class path. */
final class SimulatedBoot {
    private SimulatedBoot() {}

    static void run(String application, InstantSource clock, String[] args) throws ClassNotFoundException {
        var program = new SpringApplication(Class.forName(application));
        program.addInitializers(context -> {
            if (!(context instanceof GenericApplicationContext beans)) {
                throw new IllegalStateException("no place for another clock in " + context.getClass());
            }
            beans.registerBean(
                    "simulatedClock", InstantSource.class, () -> clock, definition -> definition.setPrimary(true));
        });
        program.run(args);
    }
}
