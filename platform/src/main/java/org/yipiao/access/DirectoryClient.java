package org.yipiao.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;

/** 域目录客户端 Looks a person up and has the directory say whether the password is theirs, by the UnboundID library. */
@Component
class DirectoryClient {
    private static final Logger log = LoggerFactory.getLogger(DirectoryClient.class);
    private static final int CONNECT_MS = 3_000;
    private static final long ANSWER_MS = 5_000;
    private static final int SEARCH_SECONDS = 5;
    private static final int CERTIFICATES_MAX = 5;
    /** Active Directory says in its message why: 80090308: LdapErr: DSID-…, comment: …, data 52e, v… */
    private static final Pattern REASON = Pattern.compile(", data ([0-9a-f]{2,8})\\b");

    /** @param dn where the person stands @param name the value of the name attribute, as the directory spells it */
    record Person(String dn, String name) {}

    /** 口令核对结果 */
    enum Proof {
        RIGHT(""),
        WRONG(""),
        EXPIRED("域账户的口令已过期或须先修改，请在院内电脑上修改后再登录"),
        DISABLED("域账户已停用或过期，请联系域管理员"),
        LOCKED("域账户已被域控锁定，请联系域管理员解锁"),
        NOT_NOW("域账户不允许在此时或从此处登录，请联系域管理员");

        private final String advice;

        Proof(String advice) {
            this.advice = advice;
        }

        String advice() {
            return advice;
        }
    }

    /** @throws Refused 503 naming what is wrong, when the directory can not be asked */
    Talk open(Directory directory) {
        var server = Directory.server(directory.url());
        if (server == null) {
            throw down("域目录地址不正确");
        }
        var options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(CONNECT_MS);
        options.setResponseTimeoutMillis(ANSWER_MS);
        options.setFollowReferrals(false);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        @Nullable LDAPConnection connection = null;
        try {
            var ssl = new SSLUtil(trusting(directory.certificate()).getTrustManagers());
            connection = server.security() == Directory.Security.TLS
                    ? new LDAPConnection(ssl.createSSLSocketFactory(), options, server.host(), server.port())
                    : new LDAPConnection(options, server.host(), server.port());
            if (server.security() == Directory.Security.START_TLS) {
                var secured = connection.processExtendedOperation(new StartTLSExtendedRequest(ssl.createSSLContext()));
                if (!ResultCode.SUCCESS.equals(secured.getResultCode())) {
                    throw new LDAPException(secured.getResultCode(), "StartTLS: " + secured.getDiagnosticMessage());
                }
            }
        } catch (LDAPException | GeneralSecurityException silent) {
            if (connection != null) {
                connection.close();
            }
            log.warn("directory {} can not be reached: {}", directory.url(), silent.getMessage());
            throw down(server.security() == Directory.Security.NONE ? "域目录没有应答" : "域目录没有应答，或其证书不可信（须由受信任的机构签发且域名一致）");
        }
        try {
            connection.bind(directory.bindDn(), directory.password());
            return new Talk(connection, directory);
        } catch (LDAPException refused) {
            connection.close();
            log.warn("directory {} does not take its inquirer: {}", directory.url(), refused.getMessage());
            throw down("域目录不接受查询账户（" + refused.getResultCode().getName() + "），请核对查询账户和口令");
        }
    }

    /** One conversation: nothing else is asked over this connection. */
    static final class Talk implements AutoCloseable {
        private final LDAPConnection connection;
        private final Directory directory;

        private Talk(LDAPConnection connection, Directory directory) {
            this.connection = connection;
            this.directory = directory;
        }

        /** @throws Refused 503 when the directory has no such place */
        void requireBase() {
            try {
                if (connection.getEntry(directory.base(), SearchRequest.NO_ATTRIBUTES) == null) {
                    throw down("域目录中没有起始目录 " + directory.base());
                }
            } catch (LDAPException failed) {
                throw failed(failed);
            }
        }

        /** @return empty for nobody, and for a name that is more than one person's */
        Optional<Person> find(String name) {
            try {
                var equal = Filter.createEqualityFilter(directory.attribute(), name);
                var filter = directory.filter().isEmpty()
                        ? equal
                        : Filter.createANDFilter(equal, Filter.create(directory.filter()));
                var request = new SearchRequest(directory.base(), SearchScope.SUB, filter, directory.attribute());
                request.setSizeLimit(2);
                request.setTimeLimitSeconds(SEARCH_SECONDS);
                @Nullable
                List<SearchResultEntry> found = connection.search(request).getSearchEntries();
                if (found == null || found.size() != 1) {
                    return Optional.empty();
                }
                return Optional.ofNullable(found.getFirst().getAttributeValue(directory.attribute()))
                        .map(spelt -> new Person(found.getFirst().getDN(), spelt));
            } catch (LDAPException failed) {
                if (ResultCode.SIZE_LIMIT_EXCEEDED.equals(failed.getResultCode())) {
                    return Optional.empty();
                }
                throw failed(failed);
            }
        }

        /** @param password not empty: a bind without one proves nothing and succeeds */
        Proof proves(String dn, String password) {
            BindResult answer;
            try {
                answer = connection.bind(dn, password);
            } catch (LDAPException refused) {
                return proof(refused);
            }
            return ResultCode.SUCCESS.equals(answer.getResultCode()) ? Proof.RIGHT : Proof.WRONG;
        }

        private Proof proof(LDAPException refused) {
            int code = refused.getResultCode().intValue();
            if (code == ResultCode.INVALID_CREDENTIALS_INT_VALUE) {
                var reason = REASON.matcher(String.valueOf(refused.getDiagnosticMessage()));
                return reason.find() ? reason(reason.group(1)) : Proof.WRONG;
            }
            return switch (code) {
                case ResultCode.NO_SUCH_OBJECT_INT_VALUE, ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE ->
                    Proof.WRONG;
                case ResultCode.UNWILLING_TO_PERFORM_INT_VALUE -> Proof.DISABLED;
                case ResultCode.CONSTRAINT_VIOLATION_INT_VALUE -> Proof.LOCKED;
                default -> throw failed(refused);
            };
        }

        /** [MS-ADTS] 5.1.1.5 with the Win32 codes in hexadecimal. */
        private static Proof reason(String code) {
            return switch (code) {
                case "532", "773" -> Proof.EXPIRED;
                case "533", "701" -> Proof.DISABLED;
                case "775" -> Proof.LOCKED;
                case "530", "531" -> Proof.NOT_NOW;
                default -> Proof.WRONG;
            };
        }

        private Refused failed(LDAPException failed) {
            log.warn("directory {} failed: {}", directory.url(), failed.getMessage());
            return down("域目录应答不正常（" + failed.getResultCode().getName() + "）");
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    /** @return the certificates of the text @throws CertificateException when it has none, too many or other things */
    static Collection<? extends Certificate> certificates(String pem) throws CertificateException {
        var all = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
        if (all.isEmpty() || all.size() > CERTIFICATES_MAX) {
            throw new CertificateException("1 to " + CERTIFICATES_MAX + " certificates");
        }
        return all;
    }

    private static TrustManagerFactory trusting(String pem) throws GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (pem.isEmpty()) {
            managers.init((KeyStore) null);
            return managers;
        }
        try {
            var keys = KeyStore.getInstance(KeyStore.getDefaultType());
            keys.load(null, null);
            int number = 0;
            for (var one : certificates(pem)) {
                keys.setCertificateEntry("trusted-" + ++number, one);
            }
            managers.init(keys);
            return managers;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Refused down(String what) {
        return OidcClient.down(what);
    }
}
