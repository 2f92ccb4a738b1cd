package org.yipiao.signing;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.UnitSigners.Signatures;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 签名服务器 Client of one unit's signature server of GM/T 0029 over HTTP with JSON. No answer is believed: each signature is verified
 * here with the server's certificate before anyone gets it.
 */
class SignatureServer {
    static final String PARTY = "签名服务器";

    /** Messages of one pack. */
    static final int PACK_MAX = 500;

    /** Bytes of one pack before base64. */
    static final int PACK_BYTES_MAX = 8 * 1024 * 1024;

    /** SGD_SM3_SM2 of GM/T 0006. */
    private static final int SM3_WITH_SM2 = 0x00020201;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'+0000'");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final UnitId unit;
    private final SigningSettings settings;
    private final PartyHttp http;
    private final InstantSource clock;

    private volatile boolean packs;
    private volatile @Nullable Certified certified;

    SignatureServer(UnitId unit, SigningSettings settings, PartyHttp http, InstantSource clock) {
        this.unit = unit;
        this.settings = settings;
        this.http = http;
        this.clock = clock;
        this.packs = settings.batch();
    }

    SigningSettings settings() {
        return settings;
    }

    private record Certified(byte[] der, X509Certificate certificate) {}

    /** @throws CallFailed WRONG_ANSWER when a signature does not verify even with a freshly exported certificate */
    Signatures sign(List<byte[]> messages) {
        Certified signer = certified();
        List<byte[]> values = new ArrayList<>(messages.size());
        for (List<byte[]> pack : packs(messages)) {
            List<byte[]> signed = packs ? signPack(pack) : signOneByOne(pack);
            if (!verifies(signer, pack, signed)) {
                // The server may have got a new key since its certificate was read.
                Certified fresh = export();
                if (!verifies(fresh, pack, signed) || !values.isEmpty()) {
                    throw new CallFailed(Fault.WRONG_ANSWER, "签名服务器返回的签名验签不通过");
                }
                signer = fresh;
            }
            values.addAll(signed);
        }
        return new Signatures(signer.der(), values);
    }

    X509Certificate certificate() {
        return certified().certificate();
    }

    byte[] certificateBytes() {
        return certified().der();
    }

    private Certified certified() {
        Certified known = certified;
        return known == null ? export() : known;
    }

    private static boolean verifies(Certified signer, List<byte[]> messages, List<byte[]> signatures) {
        for (int i = 0; i < messages.size(); i++) {
            if (!Sm2.verifyAndRemember(signer.certificate(), messages.get(i), signatures.get(i))) {
                return false;
            }
        }
        return true;
    }

    static List<List<byte[]>> packs(List<byte[]> messages) {
        List<List<byte[]>> packs = new ArrayList<>();
        List<byte[]> pack = new ArrayList<>();
        int bytes = 0;
        for (byte[] message : messages) {
            if (!pack.isEmpty() && (pack.size() == PACK_MAX || bytes + message.length > PACK_BYTES_MAX)) {
                packs.add(pack);
                pack = new ArrayList<>();
                bytes = 0;
            }
            pack.add(message);
            bytes += message.length;
        }
        if (!pack.isEmpty()) {
            packs.add(pack);
        }
        return packs;
    }

    private List<byte[]> signPack(List<byte[]> messages) {
        try {
            return ask("SignDataBatch", keyed(Map.of("inData", messages)), respond -> {
                List<byte[]> signatures = new ArrayList<>();
                respond.path("signatures").forEach(node -> signatures.add(bytes(node)));
                if (signatures.size() != messages.size()) {
                    throw new CallFailed(
                            Fault.WRONG_ANSWER, "签名服务器应返回 " + messages.size() + " 个签名，实际 " + signatures.size());
                }
                return signatures;
            });
        } catch (PartyHttp.HttpRefused refused) {
            if (refused.status() != 404 && refused.status() != 405) {
                throw refused;
            }
            packs = false;
            return signOneByOne(messages);
        }
    }

    private List<byte[]> signOneByOne(List<byte[]> messages) {
        List<byte[]> signatures = new ArrayList<>(messages.size());
        for (byte[] message : messages) {
            Map<String, Object> request = keyed(Map.of("inDataLen", message.length, "inData", message));
            signatures.add(ask("SignData", request, respond -> bytes(respond.path("signature"))));
        }
        return signatures;
    }

    private Certified export() {
        byte[] der = ask(
                "ExportCert",
                Map.of("keyIndex", settings.keyIndex(), "certId", Integer.toString(settings.keyIndex())),
                respond -> bytes(respond.has("cert") ? respond.path("cert") : respond.path("certificate")));
        try {
            Certified fresh = new Certified(der, Sm2.certificate(der));
            certified = fresh;
            return fresh;
        } catch (IllegalArgumentException e) {
            throw new CallFailed(Fault.WRONG_ANSWER, "签名服务器返回的证书不能解析", e);
        }
    }

    private Map<String, Object> keyed(Map<String, ?> more) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("signMethod", SM3_WITH_SM2);
        request.put("keyIndex", settings.keyIndex());
        request.put("keyValue", settings.pin());
        request.putAll(more);
        return request;
    }

    private interface Reading<T> {
        T read(JsonNode respond);
    }

    private <T> T ask(String reqType, Map<String, ?> request, Reading<T> reading) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new CallFailed(Fault.OUR_DATA, String.join("；", problems));
        }
        String time = TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        byte[] body = JSON.writeValueAsBytes(
                Map.of("version", "v1", "reqType", reqType, "request", request, "reqTime", time));
        return http.post(
                unit,
                settings.url() + "/SignServerJson/" + reqType,
                Map.of("SVS-Request-Version", "v1", "SVS-Request-Time", time),
                body,
                answer -> reading.read(respond(JSON.readTree(answer))));
    }

    /** Some makers send {@code respond} as an object, some as a JSON string. */
    private static JsonNode respond(JsonNode answer) {
        JsonNode respond = answer.path("respond");
        if (respond.isString()) {
            respond = JSON.readTree(respond.stringValue());
        }
        if (!respond.has("respValue")) {
            throw new CallFailed(Fault.WRONG_ANSWER, "签名服务器的应答缺少响应码");
        }
        int code = respond.path("respValue").asInt(-1);
        if (code != 0) {
            throw new CallFailed(
                    code == 0x0400000E ? Fault.BUSY : Fault.REFUSED,
                    "签名服务器拒绝：" + reason(code) + "（0x" + Integer.toHexString(code) + "）");
        }
        return respond;
    }

    private static byte[] bytes(JsonNode node) {
        if (!node.isString() || node.stringValue().isEmpty()) {
            throw new CallFailed(Fault.WRONG_ANSWER, "签名服务器的应答缺少签名或证书");
        }
        try {
            return Base64.getMimeDecoder().decode(node.stringValue());
        } catch (IllegalArgumentException e) {
            throw new CallFailed(Fault.WRONG_ANSWER, "签名服务器的应答不是 Base64", e);
        }
    }

    /** Response codes of the interface that a signing client can meet. */
    private static String reason(int code) {
        return switch (code) {
            case 0x04000001 -> "证书标识无效";
            case 0x04000004 -> "签名算法不支持";
            case 0x04000005 -> "密钥索引无效，请在单位页核对密钥索引";
            case 0x04000006 -> "私钥口令错误，请在单位页核对私钥口令";
            case 0x04000007 -> "证书不存在或不合法";
            case 0x04000009 -> "证书已过期";
            case 0x0400000A -> "证书尚未生效";
            case 0x0400000B -> "证书已吊销";
            case 0x0400000D -> "数据格式错误";
            case 0x0400000E -> "服务器内部故障";
            default -> "响应码未知";
        };
    }
}
