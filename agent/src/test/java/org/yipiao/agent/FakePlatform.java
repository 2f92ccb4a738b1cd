package org.yipiao.agent;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** A platform at the wire: answers the market protocol as told, and hands out a PDF of four pages of different widths. */
final class FakePlatform implements AutoCloseable {
    static final String TOKEN = "abcDEF123_-456789";

    private final HttpServer server;
    final List<String> calls = new ArrayList<>();

    /** @param answer from method and body to the answer's bytes */
    FakePlatform(BiFunction<String, byte[], byte[]> answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/medical-web/api/medical/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.add(path + " " + new String(body, StandardCharsets.UTF_8));
            byte[] said = answer.apply(path.substring(path.lastIndexOf('/') + 1), body);
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.createContext("/api/payer/bills/" + TOKEN + "/files/pdf", exchange -> {
            byte[] pdf = pdf();
            exchange.sendResponseHeaders(200, pdf.length);
            exchange.getResponseBody().write(pdf);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/medical-web";
    }

    static String base64Pdf() {
        try {
            return Base64.getEncoder().encodeToString(pdf());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pdf() throws IOException {
        try (var document = new PDDocument();
                var out = new java.io.ByteArrayOutputStream()) {
            for (int page = 1; page <= 4; page++) {
                document.addPage(new PDPage(new PDRectangle(100 * page, 100)));
            }
            document.save(out);
            return out.toByteArray();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
