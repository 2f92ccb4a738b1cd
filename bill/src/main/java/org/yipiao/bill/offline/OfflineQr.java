package org.yipiao.bill.offline;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.yipiao.bill.sign.Sm2;

/**
 * 离线二维码 The two QR codes of an offline bill. The content code holds the whole signed text, deflated, in as many parts as
 * it needs; the signature code holds its digest and the agent's signature. From their scanned texts the bill is entered
 * again when the machine is lost.
 */
public final class OfflineQr {
    /** More parts than this do not fit on one sheet. */
    public static final int PARTS_MAX = 8;

    private static final String CONTENT = "YPC1";
    private static final String SIGNATURE = "YPS1";
    /** With the head of the line below the thousand characters that every reader takes in one code. */
    private static final int PART_CHARS = 900;

    private static final int TEXT_BYTES_MAX = 1 << 20;
    private static final int SCANNED_CHARS_MAX = 1 << 20;
    private static final Pattern CONTENT_FORM =
            Pattern.compile("YPC1:([A-Z0-9]{1,20}):([0-9]{1,12}):([1-8])/([1-8]):([A-Za-z0-9_-]+)");
    private static final Pattern SIGNATURE_FORM =
            Pattern.compile("YPS1:([A-Z0-9]{1,20}):([0-9]{1,12}):([0-9a-f]{64}):([A-Za-z0-9_-]+)");

    private OfflineQr() {}

    /** 二维码文本 */
    public record Codes(List<String> content, String signature) {
        public Codes {
            content = List.copyOf(content);
        }
    }

    /** @throws IllegalArgumentException with a Chinese message when the bill is too long for the codes */
    public static Codes of(OfflineBill bill, byte[] signature) {
        String packed = Base64.getUrlEncoder().withoutPadding().encodeToString(deflated(bill.bytes()));
        int parts = (packed.length() + PART_CHARS - 1) / PART_CHARS;
        if (parts > PARTS_MAX) {
            throw new IllegalArgumentException("收费明细过多，离线票据的二维码放不下；请减少明细行，或待联网后开具");
        }
        String name = ":" + bill.agent() + ":" + bill.seq() + ":";
        var content = new ArrayList<String>(parts);
        for (int part = 0; part < parts; part++) {
            String piece = packed.substring(part * PART_CHARS, Math.min(packed.length(), (part + 1) * PART_CHARS));
            content.add(CONTENT + name + (part + 1) + "/" + parts + ":" + piece);
        }
        return new Codes(
                content,
                SIGNATURE + name + bill.digest() + ":"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    /** 扫描结果 One bill from its codes; the signature is not verified yet. */
    public static final class Scanned {
        private final OfflineBill bill;
        private final byte[] signature;

        private Scanned(OfflineBill bill, byte[] signature) {
            this.bill = bill;
            this.signature = signature.clone();
        }

        public OfflineBill bill() {
            return bill;
        }

        public byte[] signature() {
            return signature.clone();
        }
    }

    private static final class Parts {
        private final Map<Integer, String> content = new TreeMap<>();
        private int count;
        private String digest = "";
        private byte[] signature = new byte[0];
    }

    /**
     * Texts of scanned codes in any order, of one or more bills, between white space.
     *
     * @throws IllegalArgumentException with a Chinese message naming what is missing or does not fit
     */
    public static List<Scanned> read(String scanned) {
        if (scanned.length() > SCANNED_CHARS_MAX) {
            throw new IllegalArgumentException("一次录入的二维码过多，请分次录入");
        }
        var bills = new LinkedHashMap<String, Parts>();
        for (String code : scanned.strip().split("\\s+", -1)) {
            sort(code, bills);
        }
        var read = new ArrayList<Scanned>();
        bills.forEach((name, parts) -> read.add(whole(name, parts)));
        return List.copyOf(read);
    }

    private static void sort(String code, Map<String, Parts> bills) {
        var content = CONTENT_FORM.matcher(code);
        var signature = SIGNATURE_FORM.matcher(code);
        if (content.matches()) {
            var parts = bills.computeIfAbsent(name(content.group(1), content.group(2)), key -> new Parts());
            int count = Integer.parseInt(content.group(4));
            String earlier = parts.content.put(Integer.parseInt(content.group(3)), content.group(5));
            if ((parts.count != 0 && parts.count != count) || (earlier != null && !earlier.equals(content.group(5)))) {
                throw new IllegalArgumentException(name(content.group(1), content.group(2)) + " 的内容二维码互相矛盾，请重新扫描");
            }
            parts.count = count;
        } else if (signature.matches()) {
            var parts = bills.computeIfAbsent(name(signature.group(1), signature.group(2)), key -> new Parts());
            parts.digest = signature.group(3);
            parts.signature = Base64.getUrlDecoder().decode(signature.group(4));
        } else {
            throw new IllegalArgumentException(
                    "不是离线票据的二维码：" + (code.length() > 20 ? code.substring(0, 20) + "…" : code));
        }
    }

    private static String name(String agent, String seq) {
        return "代理 " + agent + " 第 " + seq + " 张";
    }

    private static Scanned whole(String name, Parts parts) {
        if (parts.signature.length == 0) {
            throw new IllegalArgumentException(name + "：缺少签名二维码（以 YPS1 开头）");
        }
        if (parts.count == 0 || parts.content.size() != parts.count) {
            throw new IllegalArgumentException(name + "：内容二维码（以 YPC1 开头）不全，已有 " + parts.content.size() + " 个，应有 "
                    + Math.max(parts.count, 1) + " 个");
        }
        byte[] text = inflated(name, Base64.getUrlDecoder().decode(String.join("", parts.content.values())));
        if (!Sm2.sm3Hex(text).equals(parts.digest)) {
            throw new IllegalArgumentException(name + "：内容与签名二维码不符，请核对是否为同一张票据");
        }
        return new Scanned(OfflineBill.read(new String(text, StandardCharsets.UTF_8)), parts.signature);
    }

    private static byte[] deflated(byte[] bytes) {
        var packer = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            packer.setInput(bytes);
            packer.finish();
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!packer.finished()) {
                out.write(buffer, 0, packer.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            packer.end();
        }
    }

    private static byte[] inflated(String name, byte[] packed) {
        var opener = new Inflater();
        try {
            opener.setInput(packed);
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!opener.finished()) {
                int read = opener.inflate(buffer);
                if (read == 0 || out.size() > TEXT_BYTES_MAX) {
                    throw new IllegalArgumentException(name + "：二维码内容不完整或过大");
                }
                out.write(buffer, 0, read);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException(name + "：二维码内容损坏，请重新扫描", e);
        } finally {
            opener.end();
        }
    }
}
