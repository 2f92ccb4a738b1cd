package org.yipiao.kit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** 协议版本 The texts of the market protocol a business system may have been written for, and what each one demands. */
enum ConformanceVersion {
    V2_0_3("2.0.3"),
    V3_1_0("3.1.0"),
    V3_2_0("3.2.0"),
    V3_3_0("3.3.0"),
    /** 不限版本 The account takes what every version sends; nothing is demanded because of a version. */
    ANY("any");

    static final ConformanceVersion NEWEST = V3_3_0;

    private final String code;

    ConformanceVersion(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    String label() {
        return this == ANY ? "不限版本" : code;
    }

    static Optional<ConformanceVersion> of(String code) {
        return Stream.of(values())
                .filter(one -> one.code.equals(code.strip().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** For who types one. */
    static String codes() {
        return Stream.of(values()).map(ConformanceVersion::code).collect(Collectors.joining("、"));
    }

    /** True when something that came with {@code first} is known; to an account of no version everything is. */
    boolean since(ConformanceVersion first) {
        return compareTo(first) >= 0;
    }

    /** True when this version was chosen and is {@code first} or later, so that its demands bind. */
    boolean demandsSince(ConformanceVersion first) {
        return this != ANY && since(first);
    }

    /** 清单项目数据接收 belongs to the first version alone; an account of no version takes it, too. */
    boolean knowsEarlyLists() {
        return this == V2_0_3 || this == ANY;
    }

    /** True when this version was chosen and is {@code last} or earlier. */
    boolean upTo(ConformanceVersion last) {
        return this != ANY && compareTo(last) <= 0;
    }
}
