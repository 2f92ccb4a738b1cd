package org.yipiao.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.SignedIn;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** 列表设置 Columns, rows per page and saved filters 常用筛选 of the own lists. */
@RestController
@RequestMapping("/api/console/me/lists")
class ListViewsHttp {
    static final int FILTERS_MAX = 20;
    static final int NAME_MAX = 20;
    static final int QUERY_MAX = 1000;
    static final int HIDDEN_MAX = 30;
    static final int HEADING_MAX = 30;
    static final int LISTS_MAX = 60;
    private static final Pattern LIST = Pattern.compile("[a-z][a-z0-9-]{1,29}");
    private static final List<Integer> PAGE_SIZES = List.of(20, 50, 100);

    private final ListViewStore store;

    ListViewsHttp(ListViewStore store) {
        this.store = store;
    }

    /** @param query 筛选 as it stands in the page's address */
    record SavedFilter(String name, String query) {}

    /** @param list the page's own name @param hidden headings of columns put away */
    record ListView(String list, List<String> hidden, int pageSize, List<SavedFilter> filters) {}

    record ViewChange(
            @Nullable List<String> hidden, @Nullable Integer pageSize) {}

    record FilterChange(@Nullable String name, @Nullable String query) {}

    @GetMapping
    @SignedIn("how the own lists look")
    List<ListView> views(CurrentUser user) {
        var views = new TreeMap<String, ListView>();
        for (var row : store.views(user.id())) {
            views.put(row.list(), new ListView(row.list(), row.hidden(), row.pageSize(), new ArrayList<>()));
        }
        for (Map.Entry<String, SavedFilter> kept : store.filters(user.id())) {
            views.computeIfAbsent(
                            kept.getKey(),
                            list -> new ListView(list, List.of(), PAGE_SIZES.getFirst(), new ArrayList<>()))
                    .filters()
                    .add(kept.getValue());
        }
        return List.copyOf(views.values());
    }

    @PutMapping("/{list}")
    @SignedIn("how the own lists look")
    List<ListView> change(CurrentUser user, @PathVariable String list, @RequestBody ViewChange asked) {
        var errors = named(list);
        if (asked.hidden() == null && asked.pageSize() == null) {
            errors.add(new FieldError("hidden", "隐藏的列", "", "隐藏的列与每页条数至少给出一项", "请从列表中选择"));
        }
        var hidden = asked.hidden() == null ? List.<String>of() : asked.hidden();
        if (hidden.size() > HIDDEN_MAX
                || hidden.stream().anyMatch(one -> one == null || one.isBlank() || bad(one, HEADING_MAX))) {
            errors.add(new FieldError(
                    "hidden", "隐藏的列", "", "最多 " + HIDDEN_MAX + " 列，列名不超过 " + HEADING_MAX + " 个字符", "请从列表中选择"));
        }
        int size = asked.pageSize() == null ? PAGE_SIZES.getFirst() : asked.pageSize();
        if (!PAGE_SIZES.contains(size)) {
            errors.add(new FieldError("pageSize", "每页条数", String.valueOf(size), "20、50 或 100", "请从列表中选择"));
        }
        BillFilter.refuse(errors);
        var known = store.views(user.id());
        if (known.size() >= LISTS_MAX
                && known.stream().noneMatch(row -> row.list().equals(list))) {
            throw new Refused(409, "VIEWS_TOO_MANY", "已保存的列表设置过多，请先恢复其他列表的默认列");
        }
        store.save(user, list, hidden, size);
        return views(user);
    }

    /** 保存常用筛选 The same name again replaces what was kept. */
    @PutMapping("/{list}/filters")
    @SignedIn("the own saved filters")
    List<ListView> keep(CurrentUser user, @PathVariable String list, @RequestBody FilterChange asked) {
        var errors = named(list);
        String name = asked.name() == null ? "" : asked.name().strip();
        if (name.isEmpty() || bad(name, NAME_MAX)) {
            errors.add(new FieldError(
                    "name",
                    "名称",
                    name.substring(0, Math.min(60, name.length())),
                    "1 到 " + NAME_MAX + " 个字符",
                    "请取一个简短的名称"));
        }
        String query = asked.query() == null ? "" : asked.query();
        if (bad(query, QUERY_MAX)) {
            errors.add(new FieldError("query", "筛选条件", "", "不超过 " + QUERY_MAX + " 个字符", "请减少筛选条件"));
        }
        BillFilter.refuse(errors);
        if (!store.keep(user, list, new SavedFilter(name, query), FILTERS_MAX)) {
            throw new Refused(409, "FILTERS_TOO_MANY", "每个列表最多保存 " + FILTERS_MAX + " 个常用筛选，请先删除不用的");
        }
        return views(user);
    }

    @DeleteMapping("/{list}/filters")
    @SignedIn("the own saved filters")
    List<ListView> forget(CurrentUser user, @PathVariable String list, @RequestParam String name) {
        BillFilter.refuse(named(list));
        store.forget(user, list, name.replace("\0", ""));
        return views(user);
    }

    private static List<FieldError> named(String list) {
        var errors = new ArrayList<FieldError>();
        if (!LIST.matcher(list).matches()) {
            errors.add(new FieldError(
                    "list", "列表", list.substring(0, Math.min(60, list.length())), "小写字母、数字或横线", "请从页面保存"));
        }
        return errors;
    }

    private static boolean bad(String text, int max) {
        return text.length() > max || text.chars().anyMatch(Character::isISOControl);
    }
}
