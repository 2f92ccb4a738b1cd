package org.yipiao.console.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.yipiao.access.Parameter;

/** The page shows every setting that the program reads, with the default that the program has. */
class InForceTest {
    private static final Map<String, String> SHOWN =
            InForce.catalogue().stream().collect(Collectors.toMap(InForce.Setting::key, InForce.Setting::usual));

    @Test
    void every_setting_of_a_module_is_shown_with_its_own_default() throws Exception {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var read = new TreeMap<String, String>();
        for (var found : scan.findCandidateComponents("org.yipiao")) {
            var type = Class.forName(found.getBeanClassName());
            if (type.isRecord()) {
                collect(type.getAnnotation(ConfigurationProperties.class).value(), type, read);
            }
        }
        assertThat(read).hasSizeGreaterThan(40);
        read.forEach((key, usual) -> assertThat(SHOWN).as(key).containsEntry(key, usual));
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> read) {
        var parameters = type.getDeclaredConstructors()[0].getParameters();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            String key = prefix + "."
                    + components[i].getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            var usual = parameters[i].getAnnotation(DefaultValue.class);
            if (components[i].getType().isRecord()) {
                collect(key, components[i].getType(), read);
            } else {
                read.put(key, usual == null || usual.value().length == 0 ? "" : usual.value()[0]);
            }
        }
    }

    @Test
    void what_can_be_changed_here_is_shown_with_the_default_of_the_program() {
        for (var parameter : Parameter.values()) {
            assertThat(SHOWN).containsEntry(parameter.key(), parameter.usual());
            assertThat(parameter.figure(parameter.usual()))
                    .as(parameter.key())
                    .isBetween(parameter.min(), parameter.max());
            assertThat(parameter.figure(parameter.written(parameter.max()))).isEqualTo(parameter.max());
        }
    }

    @Test
    void secrets_are_marked_as_such() {
        assertThat(InForce.catalogue())
                .filteredOn(one -> one.key().matches(".*\\.(key|pin|secret|password)"))
                .hasSize(6)
                .allMatch(InForce.Setting::secret);
    }
}
