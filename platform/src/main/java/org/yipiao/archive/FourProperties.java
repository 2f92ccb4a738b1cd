package org.yipiao.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.verify.Check;
import org.yipiao.bill.verify.Verifier;

/**
 * 四性检测 The four-property check of one original on arrival: 真实性, 完整性, 可用性, 安全性. Each finding names its property, so
 * that an auditor can read the stored result without us.
 */
final class FourProperties {
    /** Largest OFD taken in: a bill of 5 000 lines stays well under it. */
    static final int BYTES_MAX = Verifier.BYTES_MAX;

    static final int ENTRIES_MAX = 1_000;
    static final int ENTRY_BYTES_MAX = 64 * 1024 * 1024;

    /** What a bill's package is made of; anything else is foreign. */
    private static final Set<String> ALLOWED =
            Set.of("xml", "dat", "esl", "png", "jpg", "jpeg", "gif", "bmp", "jb2", "ttf", "otf", "ttc", "cer");

    private FourProperties() {}

    /** @param property 真实性, 完整性, 可用性 or 安全性 */
    record Finding(String property, String name, boolean passed, String reason) {}

    static boolean passed(List<Finding> findings) {
        return findings.stream().allMatch(Finding::passed);
    }

    static String faults(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> !finding.passed())
                .map(finding -> finding.property() + "·" + finding.name() + "：" + finding.reason())
                .reduce((a, b) -> a + "；" + b)
                .orElse("");
    }

    /** @param document the {@code EInvoice} document the ledger holds for the bill */
    static List<Finding> check(byte[] ofd, byte[] document, Verifier verifier) {
        List<Finding> findings = new ArrayList<>();
        if (ofd.length > BYTES_MAX) {
            findings.add(new Finding("安全性", "文件大小", false, "超过 " + BYTES_MAX / 1024 / 1024 + " MB"));
            return findings;
        }
        List<Check> checks = verifier.verify(ofd);
        for (Check check : checks) {
            if (check.result() != Check.Result.NOT_APPLICABLE) {
                findings.add(new Finding("真实性", check.title(), check.result() == Check.Result.PASSED, check.reason()));
            }
        }
        findings.add(new Finding("真实性", "签章有效", Verifier.genuine(checks), "验真共 " + checks.size() + " 项"));
        findings.addAll(contents(ofd, document));
        findings.add(readable(document));
        return findings;
    }

    private static List<Finding> contents(byte[] ofd, byte[] document) {
        List<Finding> findings = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        boolean same = false;
        boolean root = false;
        boolean active = false;
        int entries = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ofd), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (++entries > ENTRIES_MAX) {
                    findings.add(new Finding("安全性", "包内文件数", false, "超过 " + ENTRIES_MAX));
                    return findings;
                }
                if (entry.isDirectory()) {
                    continue;
                }
                if (!ALLOWED.contains(extension(name)) || name.contains("..")) {
                    foreign.add(name);
                    continue;
                }
                byte[] bytes = zip.readNBytes(ENTRY_BYTES_MAX);
                root |= name.equals("OFD.xml");
                same |= name.endsWith("einvoice.xml") && Arrays.equals(bytes, document);
                active |= isActive(name, bytes);
            }
        } catch (IOException e) {
            findings.add(new Finding("可用性", "版式文件可读", false, "压缩包损坏：" + e.getMessage()));
            return findings;
        }
        findings.add(new Finding("完整性", "版式文件入口", root, root ? "有" : "缺少 OFD.xml"));
        findings.add(new Finding("完整性", "票据XML与台账一致", same, same ? "逐字节相同" : "附件 einvoice.xml 缺失或与台账不同"));
        findings.add(new Finding(
                "安全性", "无外来文件", foreign.isEmpty(), foreign.isEmpty() ? entries + " 个文件" : String.join("、", foreign)));
        findings.add(new Finding("安全性", "无动作和外部链接", !active, active ? "页面或文档含有动作" : "无"));
        return findings;
    }

    /** An OFD action can open an address or another file; a bill has none. The bill's own XML is data and may say anything. */
    private static boolean isActive(String name, byte[] bytes) {
        if (!extension(name).equals("xml") || name.endsWith("einvoice.xml")) {
            return false;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains(":Action ") || text.contains(":Action>") || text.contains("<Action>");
    }

    private static Finding readable(byte[] document) {
        try {
            var bill = BillXml.read(document).bill();
            return new Finding("可用性", "票据XML可读", true, bill.key().toString());
        } catch (IllegalArgumentException e) {
            return new Finding("可用性", "票据XML可读", false, String.valueOf(e.getMessage()));
        }
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
