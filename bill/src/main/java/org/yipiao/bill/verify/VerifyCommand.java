package org.yipiao.bill.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 验真命令 {@code bill verify FILE [--root CERTIFICATE]... [--supervisor CERTIFICATE]...}: prints each check and ends with 0
 * when the file is genuine, 1 when a check failed, 2 when it was not called rightly or a file can not be read.
 */
public final class VerifyCommand {
    static final int GENUINE = 0;
    static final int NOT_GENUINE = 1;
    static final int USAGE = 2;

    /** A file of some root certificates. */
    private static final int CERTIFICATE_FILE_MAX = 1024 * 1024;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private VerifyCommand() {}

    public static void main(String[] arguments) {
        // Not the console's charset: the output goes into files and other programs too.
        PrintStream out = new PrintStream(System.out, false, UTF_8);
        int code = run(List.of(arguments), out);
        out.flush();
        System.exit(code);
    }

    static int run(List<String> arguments, PrintStream out) {
        List<byte[]> roots = new ArrayList<>();
        List<byte[]> supervisors = new ArrayList<>();
        List<String> files = new ArrayList<>();
        List<String> rest = arguments.isEmpty() || !arguments.getFirst().equals("verify")
                ? arguments
                : arguments.subList(1, arguments.size());
        try {
            for (int i = 0; i < rest.size(); i++) {
                switch (rest.get(i)) {
                    case "--root" -> roots.addAll(certificates(value(rest, ++i)));
                    case "--supervisor" -> supervisors.addAll(certificates(value(rest, ++i)));
                    default -> files.add(rest.get(i));
                }
            }
            if (files.size() != 1 || files.getFirst().startsWith("-")) {
                return usage(out, "应给出一个文件");
            }
            Verifier.Trust trust = new Verifier.Trust(roots, supervisors);
            return verify(Path.of(files.getFirst()), trust, out);
        } catch (IllegalArgumentException e) {
            return usage(out, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return usage(out, "无法读取文件 " + e.getMessage());
        }
    }

    private static int verify(Path file, Verifier.Trust trust, PrintStream out) throws IOException {
        List<Check> checks = new Verifier(trust).verify(start(file, Verifier.BYTES_MAX));
        for (Check check : checks) {
            out.printf("%-4s %s %s%s%n", word(check.result()), check.name(), check.title(), reason(check));
        }
        boolean genuine = Verifier.genuine(checks);
        out.println(conclusion(genuine, trust));
        return genuine ? GENUINE : NOT_GENUINE;
    }

    /** Without roots anyone's own keys pass. */
    private static String conclusion(boolean genuine, Verifier.Trust trust) {
        if (!genuine) {
            return "结论：未通过验真";
        }
        return trust.roots().isEmpty() ? "结论：签名完好；未提供根证书（--root），不能确认由谁签发" : "结论：真实有效";
    }

    private static String word(Check.Result result) {
        return switch (result) {
            case PASSED -> "通过";
            case FAILED -> "失败";
            case NOT_APPLICABLE -> "不适用";
        };
    }

    /** On one line, whatever a forged name holds: no control character reaches the terminal. */
    private static String reason(Check check) {
        String clean = check.reason().replaceAll("\\p{Cntrl}", " ");
        return clean.isEmpty() ? "" : "：" + clean;
    }

    private static String value(List<String> arguments, int at) {
        if (at >= arguments.size()) {
            throw new IllegalArgumentException(arguments.getLast() + " 之后应给出证书文件");
        }
        return arguments.get(at);
    }

    /** One DER certificate, or any number as PEM. */
    private static List<byte[]> certificates(String file) throws IOException {
        byte[] bytes = start(Path.of(file), CERTIFICATE_FILE_MAX);
        Matcher pem = PEM.matcher(new String(bytes, ISO_8859_1));
        List<byte[]> certificates = new ArrayList<>();
        while (pem.find()) {
            certificates.add(Base64.getMimeDecoder().decode(pem.group(1)));
        }
        return certificates.isEmpty() ? List.of(bytes) : certificates;
    }

    /** The whole file, or one byte more than {@code most}. */
    private static byte[] start(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        }
    }

    private static int usage(PrintStream out, String fault) {
        out.println(fault);
        out.println("用法：bill verify 文件 [--root 根证书]... [--supervisor 财政部门证书]...");
        return USAGE;
    }
}
