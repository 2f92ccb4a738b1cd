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
    public Optional<String> phone(UnitId unit, long account) {
        return users.find(unit, account).flatMap(user -> {
            byte[] phone = user.phone();
            return phone == null ? Optional.empty() : Optional.of(new String(vault.open(UserBook.PHONE, phone), UTF_8));
        });
    }
}
