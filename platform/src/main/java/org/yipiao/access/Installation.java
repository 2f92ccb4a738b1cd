package org.yipiao.access;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 本安装 One installation may serve several hospitals. The one it was made for is named in its configuration; the
 * administrators of that unit, and nobody else, open further units and keep their access to bureau and signature server.
 */
@Component
public class Installation {
    private final UnitId unit;

    public Installation(@Value("${yipiao.bureau.agency:}") String agency) {
        this.unit = agency.isBlank() ? FirstAccounts.NOT_YET_KNOWN : new UnitId(agency);
    }

    /** 首家单位; where none is configured, the unit that holds the first accounts and no bills. */
    public UnitId unit() {
        return unit;
    }

    public boolean isRunBy(CurrentUser user) {
        return user.unit().equals(unit);
    }

    /** False while nobody has said which unit that is: then it is no hospital, only where the first accounts stand. */
    public boolean isNamed() {
        return !unit.equals(FirstAccounts.NOT_YET_KNOWN);
    }

    /** A unit that exists for somebody else is answered as one that does not. @throws Refused UNIT_NOT_FOUND */
    public void refuseUnlessVisible(CurrentUser user, UnitId asked) {
        if (!isRunBy(user) && !user.unit().equals(asked)) {
            throw new Refused(404, "UNIT_NOT_FOUND", "没有这个单位；请返回单位列表");
        }
    }

    /** @throws Refused UNIT_NOT_FOUND or INSTALLATION_ONLY */
    public void refuseUnlessRunBy(CurrentUser user, UnitId asked) {
        refuseUnlessVisible(user, asked);
        if (!isRunBy(user)) {
            throw new Refused(403, "INSTALLATION_ONLY", "接入参数和单位状态由本安装的系统管理员维护；请联系信息科");
        }
    }
}
