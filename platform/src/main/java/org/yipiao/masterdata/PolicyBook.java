package org.yipiao.masterdata;

import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

@Component
class PolicyBook implements IssuingPolicies {
    private final MasterDataCache cache;
    private final IssuingPolicyStore store;
    private final HistoryStore history;

    PolicyBook(MasterDataCache cache, IssuingPolicyStore store, HistoryStore history) {
        this.cache = cache;
        this.store = store;
        this.history = history;
    }

    @Override
    public IssuingPolicy of(UnitId unit) {
        IssuingPolicy policy = cache.now().policies().get(unit);
        return policy == null ? IssuingPolicy.first(unit) : policy;
    }

    @Override
    public void save(IssuingPolicy policy, String by) {
        cache.change(() -> {
            if (store.all().stream().noneMatch(known -> known.unit().equals(policy.unit()))) {
                // So that the history tells what held before the first change.
                keep(IssuingPolicy.first(policy.unit()), Recorded.SYSTEM, "初始");
            }
            store.save(policy);
            keep(policy, by, "修改");
        });
    }

    private void keep(IssuingPolicy policy, String by, String act) {
        history.keep(policy.unit(), History.Kind.ISSUING_POLICY, policy.unit().value(), by, act, Recorded.of(policy));
    }
}
