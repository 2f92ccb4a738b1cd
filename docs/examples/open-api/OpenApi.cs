// 医票开放接口签名示例。运行环境：.NET 6 以上和 NuGet 包 BouncyCastle.Cryptography（提供 SM3 与 HMAC）。
//
// 用法：dotnet run -- 地址 应用账号 密钥 方法 路径 [请求体文件] [幂等键]
// 只看签名：dotnet run -- sign 密钥 方法 路径 时间戳 随机串 [请求体文件]
//
// 本文件在平台的测试中只核对请求头、五行的次序和算法名称，没有编译运行；首次使用请先用 sign 与文档中的例子对照。
using System;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

public static class OpenApi
{
    public static string Signature(string key, string method, string path, string timestamp, string nonce, byte[] body)
    {
        var digest = new SM3Digest();
        digest.BlockUpdate(body, 0, body.Length);
        var bodySm3 = new byte[digest.GetDigestSize()];
        digest.DoFinal(bodySm3, 0);
        string text = string.Join("\n", method, path, timestamp, nonce, Hex(bodySm3));
        var mac = new HMac(new SM3Digest());
        mac.Init(new KeyParameter(Encoding.UTF8.GetBytes(key)));
        byte[] signed = Encoding.UTF8.GetBytes(text);
        mac.BlockUpdate(signed, 0, signed.Length);
        var value = new byte[mac.GetMacSize()];
        mac.DoFinal(value, 0);
        return Hex(value);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();

    public static async Task Main(string[] args)
    {
        if (args[0] == "sign")
        {
            Console.WriteLine(Signature(args[1], args[2], args[3], args[4], args[5], Body(args, 6)));
            return;
        }
        byte[] body = Body(args, 5);
        string timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString();
        string nonce = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(new HttpMethod(args[3]), args[0] + args[4]);
        request.Headers.Add("X-App-Id", args[1]);
        request.Headers.Add("X-Timestamp", timestamp);
        request.Headers.Add("X-Nonce", nonce);
        request.Headers.Add("X-Signature", Signature(args[2], args[3], args[4], timestamp, nonce, body));
        if (args.Length > 6) request.Headers.Add("Idempotency-Key", args[6]);
        if (args[3] != "GET")
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.Add("Content-Type", "application/json");
        }
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var answer = await client.SendAsync(request);
        Console.WriteLine((int)answer.StatusCode);
        Console.WriteLine(await answer.Content.ReadAsStringAsync());
    }

    private static byte[] Body(string[] args, int index) =>
        args.Length > index ? File.ReadAllBytes(args[index]) : Array.Empty<byte>();
}
