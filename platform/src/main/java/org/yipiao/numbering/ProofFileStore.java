package org.yipiao.numbering;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.FileShelf;
import org.yipiao.access.Permission;

/** 票号日证明 as files, for who sees the whole unit. */
@Repository
class ProofFileStore implements FileShelf {
    @Override
    public String kind() {
        return "NUMBER_PROOF";
    }

    @Override
    public String label() {
        return "票号日证明";
    }

    @Override
    public String route() {
        return "/api/console/stock/proofs/{seq}/file";
    }

    @Override
    public Optional<Listed> listed(CurrentUser user) {
        if (!user.may(Permission.NUMBERS_READ) || !user.scope().isWhole()) {
            return Optional.empty();
        }
        return Optional.of(new Listed("""
                select cast(p.seq as text) as file_key,
                       'number-proof-' || p.seq || '.json' as name,
                       cast(null as bigint) as bytes,
                       p.by_whom as maker,
                       p.at as made_at,
                       cast(null as timestamptz) as expires_at,
                       'READY' as state,
                       p.day || '，' || p.numbers || ' 个号码' as detail,
                       '/api/console/stock/proofs/' || p.seq || '/file' as place,
                       true as open
                  from numbering.proof p
                 where p.unit_id = :unit
                """, Map.of()));
    }
}
