package org.yipiao.sandbox;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** 沙箱 Starts all outside parties in one program. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class SandboxApplication {
    /** The zone of the example province. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    public static void main(String[] args) {
        SpringApplication.run(SandboxApplication.class, args);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    /** Platform threads for signatures: a signer is prepared once per thread, which a virtual thread would never use twice. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService signatures() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Executors.newFixedThreadPool(
                cores, Thread.ofPlatform().name("signature-", 1).daemon().factory());
    }
}
