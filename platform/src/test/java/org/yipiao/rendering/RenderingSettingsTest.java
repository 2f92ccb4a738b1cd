package org.yipiao.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.yipiao.bill.ofd.Fonts;
import org.yipiao.shared.UnitId;

class RenderingSettingsTest {
    private static final UnitId UNIT = new UnitId("990000000001");

    @Test
    void fonts_stand_by_name_unless_a_unit_asks_for_embedded_ones() {
        assertThat(bound(Map.of()).fonts(UNIT)).isEqualTo(Fonts.BY_NAME);
        var one = bound(Map.of("yipiao.rendering.embedded-fonts", "990000000001,990000000002"));
        assertThat(one.fonts(UNIT)).isEqualTo(Fonts.EMBEDDED);
        assertThat(one.fonts(new UnitId("990000000003"))).isEqualTo(Fonts.BY_NAME);
        var all = bound(Map.of("yipiao.rendering.embedded-fonts", "*"));
        assertThat(all.fonts(new UnitId("990000000003"))).isEqualTo(Fonts.EMBEDDED);
    }

    private static RenderingSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("yipiao.rendering", RenderingSettings.class);
    }
}
