package org.yipiao.console.basics;

import java.util.List;
import org.yipiao.access.CurrentUser;
import org.yipiao.masterdata.History;
import org.yipiao.shared.UnitId;

/**
 * 表格 One kind of record as a spreadsheet: the export is the template of the import.
 *
 * @param <R> the record
 */
interface Sheet<R> {
    History.Kind kind();

    /** Column titles; cells of a line come in this order. */
    List<String> titles();

    List<List<String>> lines(UnitId unit);

    /** @param cells as many as there are titles, trimmed, empty where nothing stands */
    R read(Checks checks, List<String> cells, UnitId unit);

    /** What makes two lines the same record. */
    String key(R record);

    Standing standing(R record);

    void save(R record, CurrentUser by);

    /** 与现有记录的关系 */
    enum Standing {
        NEW,
        CHANGED,
        SAME
    }
}
