package org.yipiao;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** 平台 Starts one instance; any number of instances share one database. */
@SpringBootApplication
public class YipiaoApplication {
    public static void main(String[] args) {
        SpringApplication.run(YipiaoApplication.class, args);
    }
}
