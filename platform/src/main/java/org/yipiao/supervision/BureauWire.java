package org.yipiao.supervision;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** 财政接口报文 The bureau's messages as they stand on the wire. Byte arrays are base64 there. */
final class BureauWire {
    private BureauWire() {}

    record Nothing() {}

    record Config(
            String areaCode,
            String region,
            String tag,
            String normVersion,
            String province,
            Agency unit,
            List<Kind> kinds,
            List<Item> items,
            byte[] supervisorySeal,
            byte[] supervisoryCertificate,
            List<byte[]> roots,
            byte[] unitSeal,
            @Nullable List<Paper> papers,
            @Nullable Certificate drawCertificate,
            @Nullable String registryDigest) {}

    /** @param use OUTPATIENT, INPATIENT or PREPAYMENT */
    record Paper(
            String code,
            String name,
            String use,
            int width,
            @Nullable Integer year) {}

    record Certificate(String no, String region, String validFrom, String validUntil, List<Limit> kinds) {}

    record Limit(String subject, long perDraw, long perYear) {}

    record Agency(
            String agency, String creditCode, String name, String payeeName, String payeeAccount, String payeeBank) {}

    record Kind(String kind, String kindCode, String billCode, int year, String name, String templateCode) {}

    record Item(String code, String name, List<String> kinds, int order) {}

    record NumbersAsked(String requestNo, String billCode, long count) {}

    record NumbersGiven(
            String requestNo,
            String state,
            @Nullable String reason,
            @Nullable List<Range> segments) {}

    record Range(String billCode, String first, String last) {}

    record NumbersBack(String documentNo, List<Range> segments, String reason) {}

    record BackAnswer(
            String documentNo, String state, @Nullable String reason) {}

    record UsageReport(String reportNo, String until, List<UsageLine> lines) {}

    record UsageLine(
            String billCode,
            boolean paper,
            List<Range> issued,
            List<Range> voided,
            List<Range> burnt,
            long blueCount,
            long blueFen,
            long redCount,
            long redFen,
            long left) {}

    record UsageAnswer(
            String reportNo, String state, @Nullable String reason) {}

    /** @param reports the accepted usage reports of the year */
    record ReviewAsked(String reviewNo, int year, List<String> reports, long numbers, long bills, long totalFen) {}

    /** @param result 1 良好, 2 合格, 3 问题, 4 整改通过 @param nextDate 下次审验日期 */
    record ReviewAnswer(
            String reviewNo,
            String state,
            @Nullable Integer result,
            @Nullable String opinion,
            @Nullable String nextDate) {}

    record Upload(String packNo, List<UploadBill> bills) {}

    record UploadBill(String billCode, String billNumber, String charset, byte[] block, byte[] unitSignature) {}

    record Uploaded(String packNo, List<UploadResult> results) {}

    record UploadResult(
            String billCode,
            String billNumber,
            String result,
            @Nullable String reasonCode,
            @Nullable String reason,
            byte @Nullable [] supervisorySignature) {}

    record Query(List<Key> bills) {}

    record Key(String billCode, String billNumber) {}

    record Queried(List<QueryResult> results) {}

    record QueryResult(
            String billCode,
            String billNumber,
            String state,
            @Nullable String blockSm3,
            byte @Nullable [] supervisorySignature) {}

    record ToSeal(String packNo, List<ToSealBill> bills) {}

    record ToSealBill(
            String billCode, String billNumber, String propertyInfo, byte[] signatureXml, String toSignTime) {}

    record Sealed(List<SealResult> results) {}

    record SealResult(
            String billCode,
            String billNumber,
            String result,
            @Nullable String reason,
            byte @Nullable [] signedValue) {}

    record TotalsAsked(String from, String until) {}

    record Totals(List<KindTotals> kinds) {}

    record KindTotals(String billCode, long blueCount, long blueFen, long redCount, long redFen) {}

    record FormSent(String formNo, String kind, Map<String, String> fields) {}

    record FormAsked(String formNo) {}

    /** @param state SUBMITTED, APPROVED, RETURNED, or NONE when it never arrived */
    record FormAnswer(
            String formNo,
            String state,
            @Nullable String opinion,
            @Nullable String reviewer) {}
}
