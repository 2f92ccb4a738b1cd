package org.yipiao;

import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** 平台 Starts one instance; any number of instances share one database. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class YipiaoApplication {
    public static void main(String[] args) {
        SpringApplication.run(YipiaoApplication.class, args);
    }

    /** 时钟 The only clock of the product; tests put a settable one in its place. */
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
