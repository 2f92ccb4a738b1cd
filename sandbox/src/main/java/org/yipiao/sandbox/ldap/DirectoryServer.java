package org.yipiao.sandbox.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yipiao.sandbox.SandboxProperties;
import org.yipiao.sandbox.Secrets;
import org.yipiao.sandbox.SignInPages;
import org.yipiao.sandbox.faults.Faults;
import org.yipiao.sandbox.faults.Party;

/**
 * 域目录服务器 Everybody stands below {@code ou=people,dc=example,dc=cn} under their {@code uid} with the password of the soft
 * keys; {@code cn=yipiao,dc=example,dc=cn} looks people up with the client secret of single sign-on. Three more show what an
 * Active Directory says of passwords that are right and let nobody in.
 */
@Component
class DirectoryServer implements SmartLifecycle {
    static final String ROOT = "dc=example,dc=cn";
    static final String PEOPLE = "ou=people," + ROOT;
    static final String INQUIRER = "cn=yipiao," + ROOT;

    /** What Active Directory adds to its refusal; [MS-ADTS] 5.1.1.5. */
    private static final Map<String, String> KEPT_OUT = Map.of("expired", "532", "disabled", "533", "locked", "775");

    private final int port;
    private final Secrets secrets;
    private final Faults faults;
    private final InstantSource clock;
    private @Nullable InMemoryDirectoryServer server;

    DirectoryServer(SandboxProperties properties, Secrets secrets, Faults faults, InstantSource clock) {
        this.port = properties.ldapPort();
        this.secrets = secrets;
        this.faults = faults;
        this.clock = clock;
    }

    int port() {
        var present = server;
        return present == null ? 0 : present.getListenPort();
    }

    @Override
    public synchronized void start() {
        try {
            var config = new InMemoryDirectoryServerConfig(ROOT);
            config.setSchema(null);
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig("LDAP", InetAddress.getLoopbackAddress(), port, null));
            config.addInMemoryOperationInterceptor(new Refusals());
            var fresh = new InMemoryDirectoryServer(config);
            fresh.add("dn: " + ROOT, "objectClass: domain", "dc: example");
            fresh.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
            fresh.add(
                    "dn: " + INQUIRER,
                    "objectClass: applicationProcess",
                    "cn: yipiao",
                    "userPassword: " + secrets.ssoSecret());
            for (var person : SignInPages.PEOPLE.entrySet()) {
                add(fresh, person.getKey(), person.getValue());
            }
            for (String name : KEPT_OUT.keySet()) {
                add(fresh, name, name);
            }
            fresh.startListening();
            server = fresh;
        } catch (LDAPException | LDIFException impossible) {
            throw new IllegalStateException("域目录不能启动", impossible);
        }
    }

    private void add(InMemoryDirectoryServer fresh, String uid, String name) throws LDAPException, LDIFException {
        fresh.add(
                "dn: uid=" + uid + "," + PEOPLE,
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: " + name,
                "sn: " + name,
                "userPassword: " + secrets.ukeyPin());
    }

    @Override
    public synchronized void stop() {
        var present = server;
        server = null;
        if (present != null) {
            present.shutDown(true);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Faults on demand, and who is kept out although the password is right. */
    private final class Refusals extends InMemoryOperationInterceptor {
        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest asked) throws LDAPException {
            long startedAt = clock.millis();
            var fate = faults.decide(Party.LDAP);
            pause(faults.of(Party.LDAP).delayMs());
            faults.took(Party.LDAP, clock.millis() - startedAt);
            switch (fate) {
                case OUT -> throw new LDAPException(ResultCode.UNAVAILABLE, "out of service");
                case BUSY, TOO_OFTEN -> throw new LDAPException(ResultCode.BUSY, Party.LDAP.busy());
                case WRONG -> throw new LDAPException(ResultCode.OPERATIONS_ERROR, "operations error");
                case LOST -> throw new LDAPException(ResultCode.SERVER_DOWN, "connection lost");
                case DONE -> {}
            }
            var request = asked.getRequest();
            String dn = request.getBindDN();
            var typed = request.getPassword();
            boolean right = typed != null && SignInPages.same(secrets.ukeyPin(), typed.stringValue());
            for (var kept : KEPT_OUT.entrySet()) {
                if (right && dn.equalsIgnoreCase("uid=" + kept.getKey() + "," + PEOPLE)) {
                    throw new LDAPException(
                            ResultCode.INVALID_CREDENTIALS,
                            "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data "
                                    + kept.getValue() + ", v2580");
                }
            }
        }
    }

    private static void pause(long millis) {
        if (millis == 0) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
