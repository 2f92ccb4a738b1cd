package org.yipiao.sandbox.bureau;

import static java.util.Objects.requireNonNullElse;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.Item;

/**
 * 全国查验 The national verification site: five factors, all right or nothing. The answer bears the names of DA/T 95-2022
 * B.10.
 */
@RestController
class PublicCheckHttp {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Ledger ledger;

    PublicCheckHttp(Ledger ledger) {
        this.ledger = ledger;
    }

    /** 查验五要素 */
    record Factors(String billCode, String billNumber, String checkCode, String issueDate, String totalAmount) {
        Factors {
            billCode = requireNonNullElse(billCode, "");
            billNumber = requireNonNullElse(billNumber, "");
            checkCode = requireNonNullElse(checkCode, "");
            issueDate = requireNonNullElse(issueDate, "");
            totalAmount = requireNonNullElse(totalAmount, "");
        }
    }

    @PostMapping("/public/check")
    Map<String, Object> check(@RequestBody Factors factors) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("code", "200");
        Optional<Bill> found = find(factors);
        if (found.isEmpty()) {
            answer.put("found", false);
            answer.put("message", "未查到相符的票据，请核对票据代码、票据号码、校验码、开票日期和金额");
            return answer;
        }
        Bill bill = found.get();
        long key = Entry.key(bill.key());
        answer.put("message", "成功");
        answer.put("found", true);
        answer.put("bill", face(bill));
        answer.put("FinanceCheck", financeCheck(key));
        answer.put("checkCount", ledger.checked(key));
        return answer;
    }

    private Optional<Bill> find(Factors factors) {
        try {
            long key = Entry.key(new BillCode(factors.billCode()), new BillNumber(factors.billNumber()));
            return ledger.block(key)
                    .map(block -> BillXml.readBlock(block.bytes(), block.charset()))
                    .filter(bill -> agrees(bill, factors));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean agrees(Bill bill, Factors factors) {
        return bill.checkCode().text().equals(factors.checkCode())
                && bill.issuedAt()
                        .format(DateTimeFormatter.BASIC_ISO_DATE)
                        .equals(factors.issueDate().replace("-", ""))
                && factors.totalAmount().length() <= 20
                && new BigDecimal(factors.totalAmount())
                                .compareTo(bill.content().total().yuan())
                        == 0;
    }

    private Map<String, Object> financeCheck(long key) {
        Optional<Long> red = ledger.reversedBy(key);
        var check = new LinkedHashMap<String, Object>();
        check.put("Result", "查验一致");
        check.put("IsExchangePaper", false);
        check.put("IsReversal", red.isPresent());
        check.put("ReversalInvoiceCode", red.map(by -> Entry.code(by).digits()).orElse(""));
        check.put(
                "ReversalInvoiceNumber",
                red.map(by -> Entry.number(by).digits()).orElse(""));
        check.put("IsAccounted", false);
        return check;
    }

    private static Map<String, Object> face(Bill bill) {
        var content = bill.content();
        var face = new LinkedHashMap<String, Object>();
        face.put("EinvoiceName", bill.name());
        face.put("EinvoiceCode", bill.code().digits());
        face.put("EinvoiceNumber", bill.number().digits());
        face.put("RandomNumber", bill.checkCode().text());
        face.put("TotalAmount", content.total().plain());
        face.put("IssueDate", bill.issuedAt().format(DateTimeFormatter.BASIC_ISO_DATE));
        face.put("IssueTime", bill.issuedAt().format(TIME));
        face.put("AgencyName", bill.issuer().name());
        face.put("AgencyCode", bill.issuer().code());
        face.put("PayerCode", content.payer().code());
        face.put("PayerName", content.payer().name());
        face.put("BizCode", content.bizCode());
        face.put("Remark", content.remark());
        face.put("HandlingPerson", content.handlingPerson());
        face.put("Checker", content.checker());
        face.put("SupervisorRemark", "");
        face.put(
                "RelatedInvoiceCode",
                bill.reverses().map(blue -> blue.code().digits()).orElse(""));
        face.put(
                "RelatedInvoiceNumber",
                bill.reverses().map(blue -> blue.number().digits()).orElse(""));
        face.put("Items", content.items().stream().map(PublicCheckHttp::item).toList());
        List<Map<String, String>> lines =
                content.auxItems().stream().map(PublicCheckHttp::line).toList();
        face.put("AuxItems", lines);
        return face;
    }

    private static Map<String, String> item(Item item) {
        var row = new LinkedHashMap<String, String>();
        row.put("ItemCode", item.code());
        row.put("ItemName", item.name());
        row.put("ItemQuantity", item.quantity().toPlainString());
        row.put("ItemUnit", item.unit());
        row.put("ItemStd", item.price().toPlainString());
        row.put("ItemRemark", item.remark());
        row.put("ItemAmount", item.amount().plain());
        return row;
    }

    private static Map<String, String> line(AuxItem line) {
        var row = new LinkedHashMap<String, String>();
        row.put("AuxItemRelatedCode", line.itemCode());
        row.put("AuxItemRelatedName", line.itemName());
        row.put("AuxItemCode", line.code());
        row.put("AuxItemName", line.name());
        row.put("AuxItemQuantity", line.quantity().toPlainString());
        row.put("AuxItemUnit", line.unit());
        row.put("AuxItemStd", line.price().toPlainString());
        row.put("AuxItemRemark", line.remark());
        row.put("AuxItemAmount", line.amount().toPlainString());
        return row;
    }
}
