package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.yipiao.shared.Refused;

/**
 * CAS 客户端 CAS protocol 3.0: where to send the browser, and what the service ticket it came back with is worth. The service
 * carries the journey's state, so that a ticket of another journey is not good here.
 */
@Component
class CasClient {
    private static final Logger log = LoggerFactory.getLogger(CasClient.class);
    private static final int CONNECT_MS = 3_000;
    private static final int READ_MS = 5_000;
    private static final int ANSWER_BYTES_MAX = 64 * 1024;
    private static final int SUBJECT_MAX = 200;
    private static final String NAMESPACE = "http://www.yale.edu/tp/cas";
    // CAS protocol 3.7: service tickets begin with ST-; 256 characters are to be taken.
    private static final String TICKET = "ST-[A-Za-z0-9._-]{1,253}";
    private static final String NO_TICKET = "ST-yipiao-check";

    /** Where the browser goes. */
    String address(CasServer server, String state, URI redirect) {
        return server.url() + "/login?service=" + encoded(service(state, redirect));
    }

    /** Where the browser signs out there too. */
    String logout(CasServer server, URI redirect) {
        return server.url() + "/logout?service=" + encoded(redirect.toString());
    }

    /** Asks with a ticket that nobody gave out. @throws Refused 503 naming what is wrong */
    void check(CasServer server, URI redirect) {
        var answer = asked(server, service("check", redirect), NO_TICKET);
        if (answer.refusal().isEmpty()) {
            throw down("CAS 服务器认可了并不存在的票据，不能使用");
        }
        if (!answer.refusal().equals("INVALID_TICKET")) {
            throw down("CAS 服务器没有接受本平台的服务地址（" + answer.refusal() + "），请在 CAS 登记页面上的回调地址");
        }
    }

    /** @return the person, as the server names them @throws Refused 401 when the ticket is worth nothing, 503 without an answer */
    String arrived(CasServer server, String ticket, String state, URI redirect) {
        if (!ticket.matches(TICKET)) {
            throw OidcClient.refused("带回的不是 CAS 票据");
        }
        var answer = asked(server, service(state, redirect), ticket);
        if (!answer.refusal().isEmpty()) {
            throw OidcClient.refused("CAS 没有认可票据：" + answer.refusal());
        }
        if (answer.subject().isBlank() || answer.subject().length() > SUBJECT_MAX) {
            throw OidcClient.refused("CAS 没有给出用户标识 " + server.attribute());
        }
        return answer.subject();
    }

    /** @param refusal the server's code, empty when it vouches for the person */
    private record Answer(String refusal, String subject) {}

    private Answer asked(CasServer server, String service, String ticket) {
        var address = URI.create(server.url() + "/p3/serviceValidate?service=" + encoded(service) + "&ticket="
                + encoded(ticket) + "&format=XML");
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MS);
            connection.setReadTimeout(READ_MS);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            if (status != 200) {
                log.warn("CAS {} answered {}", server.url(), status);
                throw down("CAS 服务器应答不正常（HTTP " + status + "）");
            }
            try (var stream = connection.getInputStream()) {
                byte[] body = stream.readNBytes(ANSWER_BYTES_MAX + 1);
                if (body.length > ANSWER_BYTES_MAX) {
                    throw down("CAS 服务器应答的内容过长");
                }
                return read(body, server.attribute());
            } finally {
                connection.disconnect();
            }
        } catch (IOException silent) {
            log.warn("CAS {} did not answer", server.url(), silent);
            throw down("CAS 服务器没有应答");
        }
    }

    /** One answer, in its namespace, saying one thing; anything else is no answer. */
    private static Answer read(byte[] body, String attribute) {
        Element root = root(body);
        var said = children(root);
        if (!named(root, "serviceResponse") || said.size() != 1) {
            throw down("CAS 服务器应答的内容不对");
        }
        Element only = said.getFirst();
        if (named(only, "authenticationFailure")) {
            String code = only.getAttribute("code");
            return new Answer(code.matches("[A-Z_]{1,40}") ? code : "UNKNOWN", "");
        }
        if (!named(only, "authenticationSuccess")) {
            throw down("CAS 服务器应答的内容不对");
        }
        if (!childrenNamed(only, "proxies").isEmpty()) {
            throw OidcClient.refused("票据经过代理");
        }
        var holders = attribute.isEmpty()
                ? childrenNamed(only, "user")
                : childrenNamed(only, "attributes").stream()
                        .flatMap(all -> childrenNamed(all, attribute).stream())
                        .toList();
        if (holders.size() != 1 || !children(holders.getFirst()).isEmpty()) {
            return new Answer("", "");
        }
        return new Answer("", holders.getFirst().getTextContent().strip());
    }

    private static Element root(byte[] body) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(body)).getDocumentElement();
        } catch (SAXException | IOException noXml) {
            throw down("CAS 服务器应答的不是 XML");
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean named(Element element, String name) {
        return NAMESPACE.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    private static List<Element> children(Element parent) {
        var all = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                all.add(element);
            }
        }
        return all;
    }

    private static List<Element> childrenNamed(Element parent, String name) {
        return children(parent).stream().filter(child -> named(child, name)).toList();
    }

    private static String service(String state, URI redirect) {
        return redirect + "?state=" + encoded(state);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static Refused down(String what) {
        return OidcClient.down(what);
    }
}
