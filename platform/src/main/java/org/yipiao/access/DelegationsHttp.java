package org.yipiao.access;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.shared.Refused;

/**
 * 委托审批 Who is away lets somebody of the same office decide in the meantime. Lent permissions can not be lent on, and nobody
 * decides on the own request by them.
 */
@RestController
@RequestMapping("/api/console/me/delegations")
class DelegationsHttp {
    static final int DAYS_MAX = 31;

    private static final Set<Permission> LENDABLE = Set.of(Permission.REVERSAL_APPROVE, Permission.EXPORT_APPROVE);

    private final DelegationStore store;
    private final AccessStore accounts;
    private final WallClock clock;
    private final Audit audit;
    private final ApplicationEventPublisher events;

    DelegationsHttp(
            DelegationStore store,
            AccessStore accounts,
            WallClock clock,
            Audit audit,
            ApplicationEventPublisher events) {
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
        this.audit = audit;
        this.events = events;
    }

    /** 状态 */
    enum DelegationState {
        COMING,
        IN_FORCE,
        OVER,
        /** 已收回 */
        ENDED
    }

    record LendableRow(Permission permission, String label) {}

    record TakerRow(String id, String displayName, String username) {}

    /** @param own given by this person; false: received */
    record DelegationRow(
            String id,
            boolean own,
            String from,
            String to,
            Permission permission,
            String label,
            LocalDate first,
            LocalDate last,
            String reason,
            DelegationState state) {}

    /** @param lendable what this person may lend, empty when nothing */
    record Delegations(List<LendableRow> lendable, List<TakerRow> takers, List<DelegationRow> rows) {}

    /** @param to 受托人 @param first, last 起止日期, both included */
    record NewDelegation(
            @Nullable String to,
            @Nullable Permission permission,
            @Nullable LocalDate first,
            @Nullable LocalDate last,
            @Nullable String reason) {}

    @GetMapping
    @SignedIn("the own delegations")
    Delegations list(CurrentUser user) {
        var lendable = lendable(user);
        Instant now = clock.now();
        return new Delegations(
                lendable.stream().map(one -> new LendableRow(one, one.label())).toList(),
                lendable.isEmpty()
                        ? List.of()
                        : store.candidates(user).stream()
                                .map(one -> new TakerRow(Long.toString(one.id()), one.displayName(), one.username()))
                                .toList(),
                store.of(user.unit(), user.id()).stream()
                        .map(row -> row(user, row, now))
                        .toList());
    }

    /** By role, not by loan. */
    private List<Permission> lendable(CurrentUser user) {
        var own = accounts.permissions(user.id());
        return Stream.of(Permission.values())
                .filter(one -> LENDABLE.contains(one) && own.contains(one))
                .toList();
    }

    private DelegationRow row(CurrentUser user, DelegationStore.Row row, Instant now) {
        return new DelegationRow(
                Long.toString(row.id()),
                row.from() == user.id(),
                row.fromName(),
                row.toName(),
                row.permission(),
                row.permission().label(),
                clock.day(user.unit(), row.validFrom()),
                clock.day(user.unit(), row.validUntil().minusMillis(1)),
                row.reason(),
                state(row, now));
    }

    private static DelegationState state(DelegationStore.Row row, Instant now) {
        if (row.endedAt() != null) {
            return DelegationState.ENDED;
        }
        if (now.isBefore(row.validFrom())) {
            return DelegationState.COMING;
        }
        return now.isBefore(row.validUntil()) ? DelegationState.IN_FORCE : DelegationState.OVER;
    }

    @PostMapping
    @SignedIn("lends what the own roles allow")
    @ResponseStatus(HttpStatus.CREATED)
    Delegations lend(CurrentUser user, @RequestBody NewDelegation asked) {
        var faults = new Faults();
        Permission permission = asked.permission();
        if (permission == null || !lendable(user).contains(permission)) {
            faults.add("permission", "委托事项", permission == null ? "" : permission.label(), "本人角色具有的审批", "请从列表中选择");
        }
        var taker = store.candidates(user).stream()
                .filter(one -> Long.toString(one.id()).equals(asked.to()))
                .findFirst();
        if (taker.isEmpty()) {
            faults.add("to", "受托人", asked.to(), "本单位同类岗位的在用账户，不能是本人", "请从列表中选择");
        }
        LocalDate today = clock.day(user.unit(), clock.now());
        LocalDate first = asked.first() == null ? today : asked.first();
        LocalDate last = asked.last() == null ? LocalDate.MIN : asked.last();
        if (first.isBefore(today)) {
            faults.add("first", "开始日期", first.toString(), "不早于今天", "请改正开始日期");
        }
        if (last.isBefore(first) || last.isAfter(first.plusDays(DAYS_MAX - 1))) {
            String shown = asked.last() == null ? "" : asked.last().toString();
            faults.add("last", "结束日期", shown, "不早于开始日期，最多 " + DAYS_MAX + " 天", "请改正结束日期");
        }
        String reason = faults.text("reason", "事由", asked.reason(), 2, 200);
        faults.refuse();
        lend(user, taker.orElseThrow(), java.util.Objects.requireNonNull(permission), first, last, reason);
        return list(user);
    }

    private void lend(
            CurrentUser user,
            DelegationStore.Candidate taker,
            Permission permission,
            LocalDate first,
            LocalDate last,
            String reason) {
        store.add(
                user.unit(),
                user.id(),
                taker.id(),
                permission,
                clock.startOf(user.unit(), first),
                clock.startOf(user.unit(), last.plusDays(1)),
                reason,
                clock.now());
        String days = first + " 至 " + last;
        audit.note(user, "委托审批", taker.username(), "成功：" + permission.label() + "，" + days + "，" + reason);
        events.publishEvent(new AccountEvent(
                user.unit(),
                taker.id(),
                null,
                user.displayName() + "委托您" + permission.label(),
                days + "；事由：" + reason,
                "/settings/delegations"));
    }

    /** 收回 */
    @DeleteMapping("/{id}")
    @SignedIn("takes back what was lent")
    Delegations end(CurrentUser user, @PathVariable String id) {
        if (!id.matches("[0-9]{1,18}") || !store.end(user.unit(), user.id(), Long.parseLong(id), clock.now())) {
            throw new Refused(404, "DELEGATION_NOT_FOUND", "没有这项委托，或已经收回；请刷新后再看");
        }
        audit.note(user, "收回委托", id, "成功");
        return list(user);
    }
}
