import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * 医票开放接口签名示例。运行环境：Java 17 以上和 Bouncy Castle（bcprov）。
 *
 * <p>用法：java -cp bcprov.jar OpenApi.java 地址 应用账号 密钥 方法 路径 [请求体文件] [幂等键]
 *
 * <p>只看签名：java -cp bcprov.jar OpenApi.java sign 密钥 方法 路径 时间戳 随机串 [请求体文件]
 */
public class OpenApi {
    static String signature(String key, String method, String path, String timestamp, String nonce, byte[] body) {
        var digest = new SM3Digest();
        digest.update(body, 0, body.length);
        var bodySm3 = new byte[32];
        digest.doFinal(bodySm3, 0);
        String text = String.join("\n", method, path, timestamp, nonce, HexFormat.of().formatHex(bodySm3));
        var mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(key.getBytes(StandardCharsets.UTF_8)));
        byte[] signed = text.getBytes(StandardCharsets.UTF_8);
        mac.update(signed, 0, signed.length);
        var value = new byte[32];
        mac.doFinal(value, 0);
        return HexFormat.of().formatHex(value);
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("sign")) {
            byte[] body = args.length > 6 ? Files.readAllBytes(Path.of(args[6])) : new byte[0];
            System.out.println(signature(args[1], args[2], args[3], args[4], args[5], body));
            return;
        }
        byte[] body = args.length > 5 ? Files.readAllBytes(Path.of(args[5])) : new byte[0];
        String timestamp = String.valueOf(System.currentTimeMillis());
        String nonce = UUID.randomUUID().toString();
        var request = HttpRequest.newBuilder(URI.create(args[0] + args[4]))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("X-App-Id", args[1])
                .header("X-Timestamp", timestamp)
                .header("X-Nonce", nonce)
                .header("X-Signature", signature(args[2], args[3], args[4], timestamp, nonce, body))
                .method(args[3], args[3].equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (args.length > 6) {
            request.header("Idempotency-Key", args[6]);
        }
        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        System.out.println(answer.statusCode());
        System.out.println(answer.body());
    }
}
