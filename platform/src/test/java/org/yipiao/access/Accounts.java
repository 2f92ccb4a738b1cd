package org.yipiao.access;

import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.test.context.TestComponent;
import org.yipiao.shared.UnitId;

/** Makes accounts for tests. */
@TestComponent
public class Accounts {
    public static final String PASSWORD = "Correct-Horse-9";
    private final AccessStore store;
    private final UserStore users;
    private final Passwords passwords;
    private final InstantSource clock;
    private final String hash;

    Accounts(AccessStore store, UserStore users, Passwords passwords, InstantSource clock) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
        this.hash = passwords.hash(PASSWORD);
    }

    /** With {@link #PASSWORD}, which need not be changed. */
    public void add(String unit, String username, String... roles) {
        store.add(new UnitId(unit), username, "测试甲", hash, false, List.of(roles), clock.instant());
    }

    /** @param reach UNIT, CAMPUS, POINT or OWN */
    public void addScoped(
            String unit, String username, String reach, List<String> points, String operator, String... roles) {
        add(unit, username, roles);
        users.setReach(
                new UnitId(unit), id(username), new UserStore.Rights(List.of(), reach, List.of(), points, operator));
    }

    /** Sees the points of one campus. @return its id */
    public long addCampus(String unit, String username, String campus, String... roles) {
        add(unit, username, roles);
        users.setReach(
                new UnitId(unit),
                id(username),
                new UserStore.Rights(List.of(), "CAMPUS", List.of(campus), List.of(), ""));
        return id(username);
    }

    public long id(String username) {
        return store.account(username).orElseThrow().id();
    }

    void addWithPassword(String unit, String username, String password, String... roles) {
        store.add(new UnitId(unit), username, "测试甲", passwords.hash(password), false, List.of(roles), clock.instant());
    }

    void addWhoMustChange(String unit, String username, String... roles) {
        store.add(new UnitId(unit), username, "测试甲", hash, true, List.of(roles), clock.instant());
    }
}
