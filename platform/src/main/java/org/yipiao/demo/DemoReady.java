package org.yipiao.demo;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** 演示就绪 Tells the launcher when the example hospital can issue: {@code /actuator/health/demo}. */
@Component("demo")
@ConditionalOnProperty(name = "yipiao.demo", havingValue = "true")
record DemoReady(DemoSeeder seeder) implements HealthIndicator {
    @Override
    public Health health() {
        return seeder.isReady() ? Health.up().build() : Health.outOfService().build();
    }
}
