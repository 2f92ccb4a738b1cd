package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * 数据库用户弱口令检测 Tries the dictionary on the verifiers that PostgreSQL keeps of its roles' passwords (SCRAM-SHA-256, RFC 7677, or
 * the older MD5), offline, and looks for entries that let somebody in without a password.
 */
@Component
class DatabaseUsers implements WeakPlace {
    private static final Logger log = LoggerFactory.getLogger(DatabaseUsers.class);
    private static final Pattern SCRAM =
            Pattern.compile("SCRAM-SHA-256\\$([0-9]{1,7}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");
    private static final int KEY_BITS = 256;
    private static final String ADVICE = "用 alter role 改为足够长的随机口令，并同步修改使用它的配置";

    private final WeakPasswords words;
    private final WeakElsewhereStore store;

    DatabaseUsers(WeakPasswords words, WeakElsewhereStore store) {
        this.words = words;
        this.store = store;
    }

    @Override
    public Kind kind() {
        return Kind.DATABASE;
    }

    @Override
    public Looked look() {
        List<WeakElsewhereStore.Role> roles;
        try {
            roles = store.roles();
        } catch (DataAccessException noRight) {
            log.info("weak passwords of the database could not be looked for: {}", noRight.getMessage());
            return Looked.impossible("平台的数据库账户无权查看口令摘要（pg_authid）；请数据库管理员授权后再检测，或自行核对数据库用户的口令");
        }
        var found = new ArrayList<Weak>();
        for (var role : roles) {
            if (role.verifier().startsWith("md5")) {
                found.add(new Weak(role.name(), "口令以 MD5 保存", "将 password_encryption 设为 scram-sha-256 后重设该用户的口令"));
            }
            if (words.guesses(role.name()).stream().anyMatch(word -> matches(role, word))) {
                found.add(new Weak(role.name(), "口令在弱口令字典中或由用户名构成", ADVICE));
            }
        }
        String note = "";
        try {
            store.openDoors()
                    .forEach(door -> found.add(new Weak(
                            door.users() + " @ " + door.address(),
                            "免口令或明文口令登录（" + door.method() + "）",
                            "在 pg_hba.conf 中改为 scram-sha-256 并重新加载")));
        } catch (DataAccessException noRight) {
            note = "没有权限查看 pg_hba.conf 的登录方式，请数据库管理员自行核对";
        }
        return new Looked(note.isEmpty(), roles.size(), note, found);
    }

    /** @param word tried as the role's password */
    static boolean matches(WeakElsewhereStore.Role role, String word) {
        try {
            if (role.verifier().startsWith("md5")) {
                byte[] digest = MessageDigest.getInstance("MD5").digest((word + role.name()).getBytes(UTF_8));
                return role.verifier().equals("md5" + HexFormat.of().formatHex(digest));
            }
            var scram = SCRAM.matcher(role.verifier());
            if (!scram.matches()) {
                return false;
            }
            var spec = new PBEKeySpec(
                    word.toCharArray(),
                    Base64.getDecoder().decode(scram.group(2)),
                    Integer.parseInt(scram.group(1)),
                    KEY_BITS);
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salted, "HmacSHA256"));
            byte[] client = mac.doFinal("Client Key".getBytes(UTF_8));
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(client);
            return MessageDigest.isEqual(stored, Base64.getDecoder().decode(scram.group(3)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has these", e);
        }
    }
}
