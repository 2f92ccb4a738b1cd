package org.yipiao;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {
    /** The bill is a library of its own, which every module may use. */
    private final ApplicationModules modules =
            ApplicationModules.of(YipiaoApplication.class, resideInAPackage("org.yipiao.bill.."));

    @Test
    void modules_keep_their_boundaries_and_use_only_what_they_list() {
        modules.verify();
    }
}
