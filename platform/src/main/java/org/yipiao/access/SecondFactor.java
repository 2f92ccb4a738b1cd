package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.QRCodeWriter;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.util.encoders.Base32;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.shared.Refused;

/** 双因素 A code of the person's phone besides the password. */
@Service
class SecondFactor {
    static final int RECOVERY_CODES = 8;

    private static final int RECOVERY_BYTES = 5;
    private static final String SECRET = "access.second-factor";
    private static final String RECOVERY = "access.recovery-code";
    /** Names are typed in lower case, so nobody can type this one at the login page. */
    private static final String TRIES = "CODE:";

    private final SecondFactorStore store;
    private final AccessStore accounts;
    private final Vault vault;
    private final ObjectProvider<UnitNames> units;
    private final WallClock clock;
    private final Audit audit;
    private final SecureRandom random = new SecureRandom();

    SecondFactor(
            SecondFactorStore store,
            AccessStore accounts,
            Vault vault,
            ObjectProvider<UnitNames> units,
            WallClock clock,
            Audit audit) {
        this.store = store;
        this.accounts = accounts;
        this.vault = vault;
        this.units = units;
        this.clock = clock;
        this.audit = audit;
    }

    /** 待绑定 @param secret for typing @param uri for apps on the same device @param qr SVG */
    record Offer(String secret, String uri, String qr) {}

    byte[] newSecret() {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    Offer offer(CurrentUser user, byte[] secret) {
        var names = units.getIfAvailable();
        String issuer = "医票 " + (names == null ? user.unit().value() : names.name(user.unit()));
        String text = Base32.toBase32String(secret).replace("=", "");
        String uri = "otpauth://totp/" + encoded(issuer + ":" + user.username()) + "?secret=" + text + "&issuer="
                + encoded(issuer);
        return new Offer(text, uri, qr(uri));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static String qr(String text) {
        try {
            var dots = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0);
            var path = new StringBuilder();
            for (int y = 0; y < dots.getHeight(); y++) {
                for (int x = 0; x < dots.getWidth(); x++) {
                    if (dots.get(x, y)) {
                        path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                    }
                }
            }
            return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + dots.getWidth() + " " + dots.getHeight()
                    + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + dots.getWidth() + "v"
                    + dots.getHeight() + "H0z\"/><path d=\"" + path + "\"/></svg>";
        } catch (WriterException e) {
            throw new IllegalStateException("a text of " + text.length() + " characters fits a code", e);
        }
    }

    /** 绑定 @return recovery codes, shown once */
    @Transactional
    public List<String> enrol(CurrentUser user, byte[] secret, String code) {
        Instant now = clock.now();
        var step = Totp.match(secret, code.strip(), now);
        if (step.isEmpty()) {
            throw wrong(400, "动态口令不对，请核对手机时间后输入当前显示的 6 位数字");
        }
        var codes = new ArrayList<String>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            byte[] bytes = new byte[RECOVERY_BYTES];
            random.nextBytes(bytes);
            String text = Base32.toBase32String(bytes).toLowerCase(Locale.ROOT);
            codes.add(text.substring(0, 4) + "-" + text.substring(4));
        }
        store.enrol(
                user.unit(),
                user.id(),
                vault.seal(SECRET, secret),
                step.getAsLong(),
                codes.stream().map(one -> mac(user.id(), one)).toList(),
                now);
        audit.note(user, "绑定双因素", user.username(), "成功");
        return codes;
    }

    private byte[] mac(long account, String code) {
        return vault.mac(RECOVERY, (account + ":" + code).getBytes(UTF_8));
    }

    boolean enrolled(long account) {
        return store.enrolled(account);
    }

    boolean demanded(long account) {
        return store.demanded(account);
    }

    int recoveryLeft(long account) {
        return store.recoveryLeft(account);
    }

    /**
     * Checks a code of the phone, or a recovery code. Tries are counted before the code is looked at and apart from those of
     * the password: who knows the password still has five guesses and no more.
     *
     * @throws Refused 401 when it is wrong, 423 when too many were
     */
    void require(long account, String username, String typed) {
        Instant now = clock.now();
        var attempt = accounts.countTry(TRIES + username, SignIn.TRIES_MAX, SignIn.LOCK, now);
        if (attempt.lockedUntil() != null) {
            throw locked(Duration.between(now, attempt.lockedUntil()));
        }
        String code = typed.strip().toLowerCase(Locale.ROOT);
        boolean right = code.length() <= 16
                && (code.matches("[0-9]{6}") ? phone(account, code, now) : recovery(account, code, now));
        if (!right) {
            if (attempt.tries() >= SignIn.TRIES_MAX) {
                accounts.lockNow(TRIES + username, now.plus(SignIn.LOCK));
                throw locked(SignIn.LOCK);
            }
            throw wrong(401, "动态口令不对或已用过，请等待手机显示下一个后再试，或使用恢复码");
        }
        accounts.forgetTries(TRIES + username);
    }

    private boolean phone(long account, String code, Instant now) {
        var secret = store.secret(account);
        if (secret.isEmpty()) {
            return false;
        }
        var step = Totp.match(vault.open(SECRET, secret.get()), code, now);
        return step.isPresent() && store.use(account, step.getAsLong());
    }

    private boolean recovery(long account, String code, Instant now) {
        return code.matches("[a-z2-7]{4}-[a-z2-7]{4}") && store.useRecovery(account, mac(account, code), now);
    }

    /** 解绑 by the person, who shows the factor once more. */
    void leave(CurrentUser user, String code) {
        if (demanded(user.id())) {
            throw new Refused(409, "SECOND_FACTOR_DEMANDED", "您的角色要求双因素登录，不能自行解绑；更换手机请联系系统管理员重置双因素");
        }
        require(user.id(), user.username(), code);
        store.remove(user.id());
        audit.note(user, "解绑双因素", user.username(), "成功");
    }

    /** 解绑 by an administrator for a person whose phone and codes are gone. */
    void reset(CurrentUser by, UserStore.User user) {
        boolean had = store.remove(user.id());
        accounts.forgetTries(TRIES + user.username());
        audit.note(by, "重置双因素", user.username(), had ? "成功" : "未绑定");
    }

    private static Refused wrong(int status, String detail) {
        return new Refused(status, "SECOND_FACTOR_WRONG", detail);
    }

    private static Refused locked(Duration left) {
        return new Refused(
                423,
                "LOGIN_LOCKED",
                "动态口令连续输错，已锁定，请 " + Math.max(1, left.plusSeconds(59).toMinutes()) + " 分钟后再试，或联系系统管理员");
    }
}
