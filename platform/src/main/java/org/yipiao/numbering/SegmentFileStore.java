package org.yipiao.numbering;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.FileShelf;
import org.yipiao.access.Permission;

/** 号段证书 as files, for who sees the whole unit. */
@Repository
class SegmentFileStore implements FileShelf {
    @Override
    public String kind() {
        return "NUMBER_SEGMENT";
    }

    @Override
    public String label() {
        return "号段证书";
    }

    @Override
    public String route() {
        return "/api/console/stock/segments/{id}/file";
    }

    @Override
    public Optional<Listed> listed(CurrentUser user) {
        if (!user.may(Permission.NUMBERS_READ) || !user.scope().isWhole()) {
            return Optional.empty();
        }
        return Optional.of(new Listed("""
                select cast(c.movement_id as text) as file_key,
                       'number-segment-' || c.movement_id || '.json' as name,
                       cast(null as bigint) as bytes,
                       '系统' as maker,
                       c.at as made_at,
                       cast(null as timestamptz) as expires_at,
                       'READY' as state,
                       c.bill_code || '，' || c.first_no || ' 至 ' || c.last_no || '，开票点 ' || c.point as detail,
                       '/api/console/stock/segments/' || c.movement_id || '/file' as place,
                       true as open
                  from numbering.segment_certificate c
                 where c.unit_id = :unit
                """, Map.of()));
    }
}
