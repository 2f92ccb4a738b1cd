package org.yipiao.issuing;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.FileShelf;
import org.yipiao.access.Permission;

/** 批量开票文件 Sheets of bills that people uploaded; what comes out again is the result of each line. */
@Repository
class BatchFileStore implements FileShelf {
    @Override
    public String kind() {
        return "HAND_BATCH";
    }

    @Override
    public String label() {
        return "批量开票";
    }

    @Override
    public String route() {
        return "/api/console/desk/batches/{id}/result";
    }

    @Override
    public Optional<Listed> listed(CurrentUser user) {
        if (!user.may(Permission.BILL_ISSUE)) {
            return Optional.empty();
        }
        return Optional.of(new Listed(
                """
                select cast(b.batch_id as text) as file_key,
                       b.file_name as name,
                       cast(null as bigint) as bytes,
                       b.made_by as maker,
                       b.made_at,
                       cast(null as timestamptz) as expires_at,
                       case when exists (select 1
                                           from issuing.hand_batch_bill w
                                          where w.unit_id = b.unit_id
                                            and w.batch_id = b.batch_id
                                            and w.state = 'WAITING')
                            then 'WORKING' else 'READY' end as state,
                       '导入的开票表格，下载的是逐行结果' as detail,
                       '/api/console/desk/batches/' || b.batch_id || '/result' as place,
                       true as open
                  from issuing.hand_batch b
                 where b.unit_id = :unit
                   and (:allHandBatch or b.account_id = :account)
                """, Map.of("allHandBatch", user.scope().isWhole() && user.may(Permission.REVERSAL_APPROVE))));
    }
}
