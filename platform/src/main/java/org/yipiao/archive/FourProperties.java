package org.yipiao.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        Verifier.Inspection inspection = verifier.inspect(ofd);
        List<Check> checks = inspection.checks();
        for (Check check : checks) {
            if (check.result() != Check.Result.NOT_APPLICABLE) {
                findings.add(new Finding("真实性", check.title(), check.result() == Check.Result.PASSED, check.reason()));
            }
        }
        findings.add(new Finding("真实性", "签章有效", Verifier.genuine(checks), "验真共 " + checks.size() + " 项"));
        findings.addAll(contents(inspection, document));
        return findings;
    }

    /** The files are those that the verifier unpacked within its limits; there are none when it could not. */
    private static List<Finding> contents(Verifier.Inspection inspection, byte[] document) {
        Map<String, byte[]> files = inspection.files();
        boolean same = inspection
                .attached()
                .filter(attached -> Arrays.equals(attached.xml(), document))
                .isPresent();
        // What the verifier has read is not read again.
        Finding readable = same
                ? new Finding(
                        "可用性",
                        "票据XML可读",
                        true,
                        inspection.attached().orElseThrow().bill().bill().key().toString())
                : readable(document);
        if (files.isEmpty()) {
            return List.of(new Finding("可用性", "版式文件可读", false, "压缩包无法读取"), readable);
        }
        List<String> foreign = files.keySet().stream()
                .filter(name -> !ALLOWED.contains(extension(name)))
                .toList();
        boolean active = files.entrySet().stream().anyMatch(file -> isActive(file.getKey(), file.getValue()));
        boolean root = files.containsKey("OFD.xml");
        return List.of(
                new Finding("完整性", "版式文件入口", root, root ? "有" : "缺少 OFD.xml"),
                new Finding("完整性", "票据XML与台账一致", same, same ? "逐字节相同" : "附件 einvoice.xml 缺失或与台账不同"),
                new Finding(
                        "安全性",
                        "无外来文件",
                        foreign.isEmpty(),
                        foreign.isEmpty() ? files.size() + " 个文件" : String.join("、", foreign)),
                new Finding("安全性", "无动作和外部链接", !active, active ? "页面或文档含有动作" : "无"),
                readable);
    }

    /** An OFD action can open an address or another file; a bill has none. The bill's own XML is data and may say anything. */
    private static boolean isActive(String name, byte[] bytes) {
        if (!extension(name).equals("xml") || name.endsWith("einvoice.xml")) {
            return false;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains("Action")
                && (text.contains(":Action ") || text.contains(":Action>") || text.contains("<Action>"));
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
