package org.yipiao.console.basics;

import java.util.List;
import org.yipiao.shared.Page;

/** Cuts one page out of a list that is in memory anyway. */
final class Pages {
    private Pages() {}

    static <T> Page<T> of(List<T> all, int pageNo, int pageSize) {
        int no = Page.no(pageNo);
        int size = Page.size(pageSize);
        var rows = all.stream().skip((long) (no - 1) * size).limit(size).toList();
        return new Page<>(rows, all.size(), no, size);
    }
}
