package org.yipiao.bill;

import java.util.List;
import org.yipiao.bill.sign.XmlSignature;

/**
 * 已签名票据 A bill as read from its XML, with the bytes its signatures cover.
 *
 * @param block the bytes of {@code Header} and {@code EInvoiceData} as they stand in the document
 * @param signatures unit first, supervisory second when there is one
 * @param signatureBytes the bytes of each signature element as they stand in the document
 */
public record SignedBill(Bill bill, byte[] block, List<XmlSignature> signatures, List<byte[]> signatureBytes) {}
