package org.yipiao.rendering;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.yipiao.bill.ofd.Fonts;
import org.yipiao.shared.UnitId;

/**
 * 版式设置 {@code yipiao.rendering.*}
 *
 * @param embeddedFonts 嵌入字体 the units whose files bring their fonts, {@code *} for all; empty: fonts by name. Three times the
 *     size and twice the time, see docs/decisions/0007
 */
@ConfigurationProperties("yipiao.rendering")
record RenderingSettings(@DefaultValue Set<String> embeddedFonts) {
    private static final String ALL = "*";

    Fonts fonts(UnitId unit) {
        return embeddedFonts.contains(ALL) || embeddedFonts.contains(unit.value()) ? Fonts.EMBEDDED : Fonts.BY_NAME;
    }
}
