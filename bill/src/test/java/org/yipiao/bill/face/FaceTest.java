package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.Bill;
import org.yipiao.bill.Money;
import org.yipiao.bill.SampleBills;

class FaceTest {
    /** The tightest lines of text stand this close. */
    private static final double TOUCHING = 0.02;

    @Test
    void no_text_stands_over_another_on_any_page() {
        for (Bill bill : SampleBills.all()) {
            var face = Face.of(bill, List.of("已冲红", "待财政监制"), List.of());
            for (int page = 1; page <= face.pages(); page++) {
                var words = words(face.sheet(page));
                for (int i = 0; i < words.size(); i++) {
                    for (int j = i + 1; j < words.size(); j++) {
                        assertThat(overlap(words.get(i), words.get(j)))
                                .as(words.get(i) + " and " + words.get(j))
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void no_text_leaves_the_page_and_none_its_room() {
        for (Bill bill : SampleBills.all()) {
            var face = Face.of(bill, List.of(), List.of());
            for (int page = 1; page <= face.pages(); page++) {
                for (var words : words(face.sheet(page))) {
                    assertThat(words.left()).as(words.text()).isGreaterThanOrEqualTo(Geometry.LEFT);
                    assertThat(words.left() + words.width()).as(words.text()).isLessThan(Geometry.RIGHT + 0.01);
                    assertThat(words.width()).as(words.text()).isLessThanOrEqualTo(words.room() + 0.001);
                }
            }
        }
    }

    @Test
    void an_outpatient_bill_shows_what_the_finance_bureau_asks_for() {
        assertThat(texts(SampleBills.outpatient()))
                .contains(
                        "示例省医疗门诊收费票据（电子）",
                        "99060126",
                        "0000000001",
                        "a1b2c3",
                        "2026-11-21",
                        "990100********0019",
                        "测试甲",
                        "诊察费",
                        "1/项",
                        "5.00",
                        "壹拾贰元零伍分",
                        "12.05",
                        "MZ202611210001",
                        "M00012345",
                        "职工基本医疗保险",
                        "医保统筹基金支付：",
                        "示例医院",
                        "测试丙",
                        "测试丁",
                        "真伪查验、报销入账反馈，请登录示例省财政电子票据公共服务平台");
    }

    @Test
    void an_inpatient_bill_shows_stay_prepayment_and_extras_but_no_quantities() {
        assertThat(texts(SampleBills.inpatient()))
                .contains("2026-11-08至2026-11-21", "5000.00", "示例内科一病区", "B0098765", "ZY20261108001")
                .contains("起付标准：800.00；大病保险支付：500.00；住院天数：13；备注：出院结算")
                .doesNotContain("数量/单位", "1/项");
    }

    @Test
    void an_amount_that_was_not_paid_prints_as_zero_and_never_blank() {
        var texts = texts(SampleBills.outpatient());
        assertThat(texts.stream().filter("0.00"::equals)).hasSize(2); // 其他支付 and 个人自费
    }

    @Test
    void a_red_bill_shows_negative_amounts_and_names_the_blue_one() {
        var texts = texts(SampleBills.red());
        assertThat(texts).contains("-950.00", "负玖仟肆佰陆拾玖元肆角陆分", "-9469.46");
        assertThat(texts).anyMatch(text -> text.contains("冲销票据代码99060226、票据号码0000000001，原因：重复收费"));
    }

    @Test
    void a_red_bill_without_a_remark_still_names_the_blue_one() {
        Bill blue = SampleBills.outpatient();
        var content = blue.content().reversed("", "测试丁");
        Bill red = SampleBills.bill(content, "0000000002", Optional.of(blue.key()));
        assertThat(texts(red)).contains("备注：红字票据，冲销票据代码99060126、票据号码0000000001。");
    }

    @Test
    void more_categories_than_cells_add_up_in_the_last_one() {
        Bill bill = SampleBills.outpatientWithCategories(100);
        var shown = FaceItems.fitting(bill.content().items(), 12);
        assertThat(shown).hasSize(12);
        assertThat(shown.getLast().name()).isEqualTo("其他");
        assertThat(shown.getLast().remark()).isEqualTo("等89项");
        assertThat(shown.stream().map(item -> item.amount()).reduce(Money.ZERO, Money::plus))
                .isEqualTo(bill.content().total());
        assertThat(SampleBills.inpatient().content().items())
                .isEqualTo(FaceItems.fitting(SampleBills.inpatient().content().items(), 18));
    }

    @Test
    void the_bill_s_own_other_category_takes_up_the_rest() {
        var items = new ArrayList<>(
                SampleBills.outpatientWithCategories(13).content().items());
        var first = items.getFirst();
        items.set(
                0, new org.yipiao.bill.Item("14", "其他门(急)诊收费", BigDecimal.ONE, "项", first.price(), first.amount(), ""));
        var shown = FaceItems.fitting(items, 12);
        assertThat(shown.getLast().name()).isEqualTo("其他门(急)诊收费");
        assertThat(shown.getLast().amount()).isEqualTo(Money.ofYuan("1.01").plus(Money.ofYuan("13.13")));
    }

    @Test
    void the_list_takes_a_page_for_every_25_rows_and_its_sum_one_row() {
        assertThat(Face.of(SampleBills.outpatientWithLines(0), List.of(), List.of())
                        .pages())
                .isEqualTo(1);
        assertThat(Face.of(SampleBills.outpatientWithLines(24), List.of(), List.of())
                        .pages())
                .isEqualTo(2);
        assertThat(Face.of(SampleBills.outpatientWithLines(25), List.of(), List.of())
                        .pages())
                .isEqualTo(3);
        var face = Face.of(SampleBills.outpatientWithLines(60), List.of(), List.of());
        assertThat(face.pages()).isEqualTo(4);
        assertThat(words(face.sheet(4)).stream().map(Ink.Words::text))
                .contains("60", "示例药品第60种片剂", "合计", "3674.808", "第4页共4页", "99060126", "测试甲");
    }

    @Test
    void marks_are_stamped_in_the_free_corner() {
        var face = Face.of(SampleBills.outpatient(), List.of("已冲红", "已换开"), List.of());
        var stamps = words(face.sheet(1)).stream()
                .filter(words -> words.tint() == Ink.Tint.RED)
                .toList();
        assertThat(stamps.stream().map(Ink.Words::text)).containsExactly("已冲红", "已换开");
        assertThat(stamps).allMatch(stamp -> stamp.left() + stamp.width() < 52 && stamp.y() < 22);
    }

    @Test
    void seals_stand_where_the_signatures_will_put_them() {
        byte[] picture = QrCode.png("seal");
        var face = Face.of(
                SampleBills.outpatient(),
                List.of(),
                List.of(new Face.SealImage(true, picture), new Face.SealImage(false, picture)));
        var pictures = face.sheet(1).inks().stream()
                .filter(ink -> ink instanceof Ink.Picture)
                .map(ink -> (Ink.Picture) ink)
                .toList();
        assertThat(pictures).hasSize(3);
        assertThat(pictures.get(1).x()).isEqualTo(88.6);
        assertThat(pictures.get(2).y()).isEqualTo(107.25);
    }

    @Test
    void a_page_that_is_not_there_is_refused() {
        var face = Face.of(SampleBills.outpatient(), List.of(), List.of());
        assertThatThrownBy(() -> face.svg(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> face.svg(3)).hasMessage("票面共2页，没有第3页");
    }

    static List<Ink.Words> words(Face.Sheet sheet) {
        return sheet.all().stream()
                .filter(ink -> ink instanceof Ink.Words)
                .map(ink -> (Ink.Words) ink)
                .toList();
    }

    private static List<String> texts(Bill bill) {
        return words(Face.of(bill, List.of(), List.of()).sheet(1)).stream()
                .map(Ink.Words::text)
                .toList();
    }

    private static boolean overlap(Ink.Words a, Ink.Words b) {
        boolean sideways = a.left() + a.width() > b.left() + TOUCHING && b.left() + b.width() > a.left() + TOUCHING;
        // A Chinese character fills its em from 0.86 over the baseline to 0.14 under it.
        boolean upright = a.y() + 0.14 * a.size() > b.y() - 0.86 * b.size() + TOUCHING
                && b.y() + 0.14 * b.size() > a.y() - 0.86 * a.size() + TOUCHING;
        return sideways && upright;
    }
}
