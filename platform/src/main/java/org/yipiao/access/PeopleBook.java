package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

@Component
class PeopleBook implements People {
    private final UserStore users;
    private final Vault vault;
    private final WallClock clock;

    PeopleBook(UserStore users, Vault vault, WallClock clock) {
        this.users = users;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public List<Person> who(UnitId unit, Permission permission) {
        return users.people(unit, permission, clock.now());
    }

    @Override
    public List<Person> all(UnitId unit) {
        return users.people(unit, null, clock.now());
    }

    @Override
    public Optional<Person> find(UnitId unit, long account) {
        return users.find(unit, account)
                .filter(UserStore.User::active)
                .map(user -> new Person(user.id(), user.username(), user.displayName()));
    }

    @Override
    public List<Colleague> matching(UnitId unit, String text, int max) {
        return users.list(unit, new UserStore.Filter(text, null, null, null), 1, max).rows().stream()
                .map(user -> new Colleague(
                        user.username(),
                        user.displayName(),
                        user.department(),
                        user.active(),
                        clock.local(unit, user.createdAt())))
                .toList();
    }

    @Override
    public Optional<String> phone(UnitId unit, long account) {
        return users.find(unit, account).flatMap(user -> {
            byte[] phone = user.phone();
            return phone == null ? Optional.empty() : Optional.of(new String(vault.open(UserBook.PHONE, phone), UTF_8));
        });
    }

    @Override
    public Optional<String> mail(UnitId unit, long account) {
        return users.addresses(unit, account)
                .flatMap(kept -> Optional.ofNullable(kept.mail()))
                .map(mail -> new String(vault.open(UserBook.MAIL, mail), UTF_8));
    }

    @Override
    public Optional<String> wechat(UnitId unit, long account) {
        return users.addresses(unit, account)
                .flatMap(kept -> Optional.ofNullable(kept.wechat()))
                .map(wechat -> new String(vault.open(UserBook.WECHAT, wechat), UTF_8));
    }
}
