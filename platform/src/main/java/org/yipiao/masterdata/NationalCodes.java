package org.yipiao.masterdata;

import java.util.LinkedHashMap;
import java.util.Map;

/** 协议代码表 Lists of the market protocol whose codes need no mapping. */
public final class NationalCodes {
    /** 业务标识 */
    public static final Map<String, String> BUS_TYPES = ordered(
            "01", "住院", "02", "门诊", "03", "急诊", "04", "门特", "05", "体检", "06", "挂号", "07", "住院预交金", "08", "体检预交金", "09",
            "往来票", "10", "捐赠票", "11", "非税通用票", "12", "门诊预交金");

    /** 卡类型 */
    public static final Map<String, String> CARD_TYPES =
            ordered("1101", "身份证", "1102", "社会保障卡", "3101", "就诊卡", "4101", "居民户口簿", "5101", "京通卡");

    private NationalCodes() {}

    private static Map<String, String> ordered(String... codesAndNames) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < codesAndNames.length; i += 2) {
            map.put(codesAndNames[i], codesAndNames[i + 1]);
        }
        return java.util.Collections.unmodifiableMap(map);
    }
}
