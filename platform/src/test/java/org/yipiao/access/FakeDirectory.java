package org.yipiao.access;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldif.LDIFException;
import com.unboundid.util.ssl.SSLUtil;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A directory in this process, spoken to over LDAP: in the clear, by StartTLS and by TLS, with a certificate for one address. */
final class FakeDirectory implements AutoCloseable {
    static final String INQUIRER = "cn=reader,dc=example,dc=org";
    static final String SECRET = "a secret of the reader";
    static final String BASE = "ou=Staff,dc=example,dc=org";
    static final String RIGHT = "Desk-Computer-7";
    /** Not one of the addresses that do without TLS. */
    static final String ELSEWHERE = "127.0.0.2";

    private final InMemoryDirectoryServer server;
    private final String certificate;
    final AtomicInteger binds = new AtomicInteger();
    /** What Active Directory would say of whom. */
    final Map<String, String> keptOut = new ConcurrentHashMap<>();

    FakeDirectory() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var pair = generator.generateKeyPair();
        var name = new X500Name("CN=directory of the test");
        var built = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now().minus(Duration.ofDays(1))),
                        Date.from(now().plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, ELSEWHERE)))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        certificate = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(built.getEncoded())
                + "\n-----END CERTIFICATE-----";
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", pair.getPrivate(), new char[0], new Certificate[] {
            DirectoryClient.certificates(certificate).iterator().next()
        });
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        var ssl = new SSLUtil(managers.getKeyManagers(), null);
        var config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("plain", null, 0, ssl.createSSLSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "tls", null, 0, ssl.createSSLServerSocketFactory(), ssl.createSSLSocketFactory()));
        config.addInMemoryOperationInterceptor(new Refusals());
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        server.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: Staff");
        server.add("dn: " + INQUIRER, "objectClass: applicationProcess", "cn: reader", "userPassword: " + SECRET);
        server.startListening();
    }

    private static Instant now() {
        return InstantSource.system().instant();
    }

    String plain() {
        return "ldap://127.0.0.1:" + server.getListenPort("plain");
    }

    String startTls() {
        return "ldap://" + ELSEWHERE + ":" + server.getListenPort("plain");
    }

    String tls(String host) {
        return "ldaps://" + host + ":" + server.getListenPort("tls");
    }

    /** An address of this machine that others reach it by; the certificate does not name it. */
    static String addressInTheNetwork() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow();
    }

    String certificate() {
        return certificate;
    }

    void person(String common, String name, String group) throws LDAPException, LDIFException {
        server.add(
                "dn: cn=" + common + "," + BASE,
                "objectClass: user",
                "cn: " + common,
                "sAMAccountName: " + name,
                "memberOf: " + group,
                "userPassword: " + RIGHT);
    }

    @Override
    public void close() {
        server.shutDown(true);
    }

    private final class Refusals extends InMemoryOperationInterceptor {
        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest asked) throws LDAPException {
            String dn = asked.getRequest().getBindDN();
            if (!dn.equals(INQUIRER)) {
                binds.incrementAndGet();
            }
            for (var kept : keptOut.entrySet()) {
                if (dn.startsWith("cn=" + kept.getKey() + ",")) {
                    throw new LDAPException(
                            ResultCode.INVALID_CREDENTIALS,
                            "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data "
                                    + kept.getValue() + ", v4563");
                }
            }
        }
    }
}
