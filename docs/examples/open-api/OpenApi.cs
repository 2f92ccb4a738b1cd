// 医票开放接口签名示例。不需要第三方组件：.NET Framework 4.5 以上、.NET 6 以上和 Mono 都能编译运行。
//
// 编译：csc OpenApi.cs（.NET Framework）；mcs OpenApi.cs（Mono）；.NET 6 以上放进控制台项目后 dotnet run
// 用法：OpenApi 地址 应用账号 密钥 方法 路径 [请求体文件] [幂等键]
// 只看签名：OpenApi sign 密钥 方法 路径 时间戳 随机串 [请求体文件]
//
// .NET 自带的库没有 SM3，因此这里按 GB/T 32905—2016 写出；项目中已有 BouncyCastle 时可改用它的 SM3Digest 和 HMac，结果相同。
// 平台的测试在装有 Mono 的机器上编译并实际运行本文件。
using System;
using System.IO;
using System.Net;
using System.Text;

public static class OpenApi
{
    public static string Signature(string key, string method, string path, string timestamp, string nonce, byte[] body)
    {
        string text = string.Join("\n", method, path, timestamp, nonce, Hex(Sm3(body)));
        return Hex(Hmac(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
    }

    // HMAC（RFC 2104），摘要为 SM3，分组 64 字节。
    private static byte[] Hmac(byte[] key, byte[] text)
    {
        byte[] block = new byte[64];
        byte[] shortened = key.Length > block.Length ? Sm3(key) : key;
        Array.Copy(shortened, block, shortened.Length);
        return Sm3(Join(Xor(block, 0x5c), Sm3(Join(Xor(block, 0x36), text))));
    }

    private static byte[] Xor(byte[] block, byte mask)
    {
        byte[] result = new byte[block.Length];
        for (int i = 0; i < block.Length; i++) result[i] = (byte)(block[i] ^ mask);
        return result;
    }

    private static byte[] Join(byte[] first, byte[] second)
    {
        byte[] result = new byte[first.Length + second.Length];
        Buffer.BlockCopy(first, 0, result, 0, first.Length);
        Buffer.BlockCopy(second, 0, result, first.Length, second.Length);
        return result;
    }

    private static uint Turn(uint x, int n)
    {
        n %= 32;
        return n == 0 ? x : (x << n) | (x >> (32 - n));
    }

    public static byte[] Sm3(byte[] message)
    {
        unchecked
        {
            int padded = (message.Length + 9 + 63) / 64 * 64;
            byte[] bytes = new byte[padded];
            Buffer.BlockCopy(message, 0, bytes, 0, message.Length);
            bytes[message.Length] = 0x80;
            ulong bits = (ulong)message.Length * 8;
            for (int i = 0; i < 8; i++) bytes[padded - 1 - i] = (byte)(bits >> (8 * i));
            uint[] v =
            {
                0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e
            };
            uint[] w = new uint[68];
            for (int from = 0; from < padded; from += 64)
            {
                for (int j = 0; j < 16; j++)
                    w[j] = (uint)(bytes[from + 4 * j] << 24 | bytes[from + 4 * j + 1] << 16 | bytes[from + 4 * j + 2] << 8 | bytes[from + 4 * j + 3]);
                for (int j = 16; j < 68; j++)
                {
                    uint x = w[j - 16] ^ w[j - 9] ^ Turn(w[j - 3], 15);
                    w[j] = x ^ Turn(x, 15) ^ Turn(x, 23) ^ Turn(w[j - 13], 7) ^ w[j - 6];
                }
                uint a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
                for (int j = 0; j < 64; j++)
                {
                    uint t = j < 16 ? 0x79cc4519u : 0x7a879d8au;
                    uint ss1 = Turn(Turn(a, 12) + e + Turn(t, j), 7);
                    uint ss2 = ss1 ^ Turn(a, 12);
                    uint ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
                    uint gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
                    uint tt1 = ff + d + ss2 + (w[j] ^ w[j + 4]);
                    uint tt2 = gg + h + ss1 + w[j];
                    d = c;
                    c = Turn(b, 9);
                    b = a;
                    a = tt1;
                    h = g;
                    g = Turn(f, 19);
                    f = e;
                    e = tt2 ^ Turn(tt2, 9) ^ Turn(tt2, 17);
                }
                v[0] ^= a; v[1] ^= b; v[2] ^= c; v[3] ^= d; v[4] ^= e; v[5] ^= f; v[6] ^= g; v[7] ^= h;
            }
            byte[] digest = new byte[32];
            for (int i = 0; i < 32; i++) digest[i] = (byte)(v[i / 4] >> (24 - 8 * (i % 4)));
            return digest;
        }
    }

    private static string Hex(byte[] bytes)
    {
        return BitConverter.ToString(bytes).Replace("-", "").ToLowerInvariant();
    }

    public static int Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        if (args[0] == "sign")
        {
            Console.WriteLine(Signature(args[1], args[2], args[3], args[4], args[5], Body(args, 6)));
            return 0;
        }
        byte[] body = Body(args, 5);
        string timestamp = ((long)(DateTime.UtcNow - new DateTime(1970, 1, 1)).TotalMilliseconds).ToString();
        string nonce = Guid.NewGuid().ToString("N");
        var request = (HttpWebRequest)WebRequest.Create(args[0] + args[4]);
        request.Method = args[3];
        request.Timeout = 30000;
        request.ServicePoint.Expect100Continue = false;
        request.Headers["X-App-Id"] = args[1];
        request.Headers["X-Timestamp"] = timestamp;
        request.Headers["X-Nonce"] = nonce;
        request.Headers["X-Signature"] = Signature(args[2], args[3], args[4], timestamp, nonce, body);
        if (args.Length > 6) request.Headers["Idempotency-Key"] = args[6];
        if (args[3] != "GET")
        {
            request.ContentType = "application/json";
            using (Stream stream = request.GetRequestStream()) stream.Write(body, 0, body.Length);
        }
        HttpWebResponse answer;
        try
        {
            answer = (HttpWebResponse)request.GetResponse();
        }
        catch (WebException refused)
        {
            // 4xx 和 5xx 也有说明原因的应答。
            if (refused.Response == null) throw;
            answer = (HttpWebResponse)refused.Response;
        }
        using (answer)
        using (var reader = new StreamReader(answer.GetResponseStream(), Encoding.UTF8))
        {
            Console.WriteLine((int)answer.StatusCode);
            Console.WriteLine(reader.ReadToEnd());
        }
        return 0;
    }

    private static byte[] Body(string[] args, int index)
    {
        return args.Length > index ? File.ReadAllBytes(args[index]) : new byte[0];
    }
}
