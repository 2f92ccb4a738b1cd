' 医票开放接口签名示例。运行环境：Windows 脚本宿主（VBScript；VB6 相同），PATH 中有 OpenSSL 1.1.1 以上的 openssl.exe（提供 SM3）。
' PowerBuilder 写法相同：OLEObject.ConnectToNewObject("MSXML2.ServerXMLHTTP.6.0")，签名用 Run 调用下面两条 openssl 命令，
' 或把 Java 示例编译成程序调用。
'
' 用法：cscript //nologo open_api.vbs 地址 应用账号 密钥 方法 路径 [请求体文件] [幂等键]
'
' 本文件在平台的测试中核对请求头、五行的次序，并实际运行其中的两条 openssl 命令；脚本本身没有运行（测试机没有 Windows）。
' 密钥会出现在命令行里，同一台机器上的其他用户能看到；多人共用的机器请改用 Java 或 C# 示例。
Option Explicit

Const OPENSSL_SM3 = "openssl dgst -sm3 -r {file}"
Const OPENSSL_HMAC = "openssl dgst -sm3 -mac HMAC -macopt hexkey:{hexkey} -r {file}"

Function Openssl(command)
  Openssl = Split(CreateObject("WScript.Shell").Exec(command).StdOut.ReadAll(), " ")(0)
End Function

Function Utf8(text)
  Dim stream : Set stream = CreateObject("ADODB.Stream")
  stream.Type = 2 : stream.Charset = "utf-8" : stream.Open : stream.WriteText text
  stream.Position = 0 : stream.Type = 1 : stream.Position = 3
  Utf8 = stream.Read
End Function

Sub Save(path, bytes)
  Dim stream : Set stream = CreateObject("ADODB.Stream")
  stream.Type = 1 : stream.Open
  If LenB(bytes) > 0 Then stream.Write bytes
  stream.SaveToFile path, 2
End Sub

Function Hex2(bytes)
  Dim i : For i = 1 To LenB(bytes)
    Hex2 = Hex2 & Right("0" & LCase(Hex(AscB(MidB(bytes, i, 1)))), 2)
  Next
End Function

Function Signature(key, method, path, timestamp, nonce, bodyFile)
  Dim text, file
  text = method & vbLf & path & vbLf & timestamp & vbLf & nonce & vbLf & Openssl(Replace(OPENSSL_SM3, "{file}", bodyFile))
  file = bodyFile & ".sign" : Save file, Utf8(text)
  Signature = Openssl(Replace(Replace(OPENSSL_HMAC, "{hexkey}", Hex2(Utf8(key))), "{file}", file))
End Function

Function ReadAll(path)
  Dim stream : Set stream = CreateObject("ADODB.Stream")
  stream.Type = 1 : stream.Open : stream.LoadFromFile path : ReadAll = stream.Read
End Function

Dim a, http, timestamp, nonce, bodyFile
Set a = WScript.Arguments
bodyFile = CreateObject("WScript.Shell").ExpandEnvironmentStrings("%TEMP%") & "\yipiao-body.json"
If a.Count > 5 Then Save bodyFile, ReadAll(a(5)) Else Save bodyFile, ""
timestamp = CStr(Fix((CDbl(Now) - 25569) * 86400 - 28800)) & "000" ' 东八区的机器
nonce = Replace(Mid(CreateObject("Scriptlet.TypeLib").Guid, 2, 36), "-", "")
Set http = CreateObject("MSXML2.ServerXMLHTTP.6.0")
http.Open a(3), a(0) & a(4), False
http.setTimeouts 5000, 5000, 30000, 30000
http.setRequestHeader "Content-Type", "application/json"
http.setRequestHeader "X-App-Id", a(1)
http.setRequestHeader "X-Timestamp", timestamp
http.setRequestHeader "X-Nonce", nonce
http.setRequestHeader "X-Signature", Signature(a(2), a(3), a(4), timestamp, nonce, bodyFile)
If a.Count > 6 Then http.setRequestHeader "Idempotency-Key", a(6)
If a(3) = "GET" Then http.send Else http.send ReadAll(bodyFile)
WScript.Echo http.status
WScript.Echo http.responseText
