package org.yipiao.kit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Sends whatever bytes it is given and reads what comes back: a proper client refuses to send what a fuzz run must. */
final class RawHttp implements AutoCloseable {
    private static final int CONNECT_MS = 5_000;
    private static final int READ_MS = 20_000;
    private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;

    private final Socket socket = new Socket();
    private final InputStream in;

    RawHttp(URI base) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MS);
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), CONNECT_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** @param status 0 when the server closed the connection without a word, which is an answer to garbage too */
    record Answer(int status, Map<String, String> headers, String body, boolean open) {}

    Answer send(byte[] request) throws IOException {
        try {
            socket.getOutputStream().write(request);
        } catch (IOException closed) {
            // Refused before the end of the request; its answer may still be there.
        }
        String line = line();
        if (!line.startsWith("HTTP/1.1 ")) {
            return new Answer(0, Map.of(), line, false);
        }
        int status = Integer.parseInt(line.substring(9, 12));
        var headers = new HashMap<String, String>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (first, next) -> first + "\n" + next);
        }
        boolean open = !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        if (headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
            return new Answer(status, headers, "", false);
        }
        String length = headers.get("content-length");
        byte[] body;
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            body = chunks();
        } else if (length != null) {
            body = in.readNBytes(Math.min(Integer.parseInt(length), ANSWER_BYTES_MAX));
        } else if (status == 204 || status == 304 || status < 200) {
            body = new byte[0];
        } else {
            body = in.readNBytes(ANSWER_BYTES_MAX);
            open = false;
        }
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8), open);
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            int bytes = size.isEmpty() ? 0 : Integer.parseInt(size, 16);
            if (bytes == 0 || body.size() > ANSWER_BYTES_MAX) {
                line();
                return body.toByteArray();
            }
            body.write(in.readNBytes(bytes));
            line();
        }
    }

    private String line() throws IOException {
        var text = new StringBuilder(64);
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
