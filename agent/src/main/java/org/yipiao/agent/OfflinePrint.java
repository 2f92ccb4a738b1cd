package org.yipiao.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.face.Face;
import org.yipiao.bill.face.Ink;
import org.yipiao.bill.face.PrintBook;
import org.yipiao.bill.face.QrCode;
import org.yipiao.bill.face.Typeface;
import org.yipiao.bill.offline.OfflineBill;
import org.yipiao.bill.offline.OfflineQr;

/** 离线票据打印 The bill's face, marked as issued offline and not yet countersigned, and a sheet with its QR codes. */
final class OfflinePrint {
    private static final double WIDTH = 210;
    private static final double HEIGHT = 148;
    private static final double CODE = 44;
    private static final double STEP_X = 49;
    private static final double STEP_Y = 53;
    private static final double LEFT = 8;
    private static final double TOP = 26;
    private static final int PER_ROW = 4;
    private static final int PER_SHEET = 8;

    private OfflinePrint() {}

    static byte[] pdf(OfflineBill offline, byte[] signature) throws IOException {
        Bill bill = offline.bill();
        byte[] face = Face.of(bill, List.of("离线开具", "待财政监制"), List.of())
                .pdf(BillXml.assemble(offline.block(), offline.charset(), List.of()));
        var out = new ByteArrayOutputStream();
        var merger = new PDFMergerUtility();
        merger.addSource(new RandomAccessReadBuffer(face));
        merger.addSource(new RandomAccessReadBuffer(codes(bill, OfflineQr.of(offline, signature))));
        merger.setDestinationStream(out);
        merger.mergeDocuments(null);
        return out.toByteArray();
    }

    private static byte[] codes(Bill bill, OfflineQr.Codes codes) {
        var pictures = new ArrayList<String>();
        var captions = new ArrayList<String>();
        for (int part = 0; part < codes.content().size(); part++) {
            pictures.add(codes.content().get(part));
            captions.add("内容二维码 " + (part + 1) + "/" + codes.content().size());
        }
        pictures.add(codes.signature());
        captions.add("签名二维码");
        var leaves = new ArrayList<PrintBook.Leaf>();
        for (int from = 0; from < pictures.size(); from += PER_SHEET) {
            var inks = new ArrayList<Ink>();
            inks.add(words("离线开具凭证　" + bill.name(), 8, 12, 4.2));
            inks.add(words(
                    "票据代码 " + bill.code().digits() + "　票据号码 " + bill.number().digits() + "　金额 "
                            + bill.content().total().plain() + " 元　请保存至可查询到正式电子票据",
                    8,
                    20,
                    3.2));
            for (int i = from; i < Math.min(pictures.size(), from + PER_SHEET); i++) {
                double x = LEFT + STEP_X * ((i - from) % PER_ROW);
                int row = (i - from) / PER_ROW;
                double y = TOP + STEP_Y * row;
                inks.add(new Ink.Picture(x, y, CODE, CODE, true, QrCode.png(pictures.get(i))));
                inks.add(words(captions.get(i), x, y + CODE + 4, 3));
            }
            leaves.add(new PrintBook.Leaf(WIDTH, HEIGHT, 0, 0, inks));
        }
        return PrintBook.pdf("离线开具凭证", leaves);
    }

    private static Ink words(String text, double x, double y, double size) {
        return new Ink.Words(text, x, y, size, WIDTH - x, Typeface.SONG, Ink.Tint.BLACK, Ink.Align.LEFT);
    }
}
