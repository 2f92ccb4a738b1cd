package org.yipiao.offline;

import org.yipiao.shared.UnitId;

/** Signs up window agents for tests of other packages, as the console's page does. */
public final class WindowSignUp {
    private final AgentDesk desk;

    WindowSignUp(AgentDesk desk) {
        this.desk = desk;
    }

    /** @return 登记码 */
    public String invite(UnitId unit, String name, String point, String by) {
        return desk.invite(unit, name, point, by).enrolment();
    }
}
