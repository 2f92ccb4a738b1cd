package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.yipiao.supervision.RoadToBureau.UNIT;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.database.PgTest;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.UnitForms.Form;
import org.yipiao.supervision.UnitForms.Kind;
import org.yipiao.supervision.UnitForms.State;

/** The three forms, against the sandbox's bureau over HTTP. */
@PgTest
class FormsPgTest {
    @TempDir
    Path home;

    private RoadToBureau road;
    private FormBook forms;

    @BeforeEach
    void open(DataSource database) {
        road = new RoadToBureau(database, home);
        forms = road.bean(FormBook.class);
    }

    @AfterEach
    void close() {
        road.close();
    }

    private Form application(String code) {
        var fields = new HashMap<>(forms.blank(UNIT, Kind.ITEM, Map.of("code", code, "name", "远程会诊费")));
        fields.putAll(Map.of(
                "itemCategory", "其他收费",
                "billKinds", "门诊",
                "order", "20",
                "measure", "次",
                "basis", "示例价〔2026〕1号",
                "agent", "测试甲",
                "phone", "0990-1234567",
                "reason", "新增业务"));
        return forms.save(UNIT, Kind.ITEM, null, fields, "测试甲");
    }

    @Test
    void an_approved_item_is_usable_after_the_next_look_and_the_form_says_what_changed() {
        var draft = application("A801");
        assertThat(draft.state()).isEqualTo(State.DRAFT);
        var sent = forms.submit(UNIT, draft.id(), "测试甲");
        assertThat(sent.state()).isEqualTo(State.SUBMITTED);
        assertThat(sent.sent()).isTrue();
        assertThatThrownBy(() -> forms.save(UNIT, Kind.ITEM, draft.id(), draft.fields(), "测试甲"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("FORM_CLOSED"));
        forms.follow(UNIT);
        assertThat(forms.get(UNIT, draft.id()).state()).isEqualTo(State.SUBMITTED);

        road.sandbox.post("/sandbox/bureau/forms/" + draft.formNo() + "/approve");
        forms.follow(UNIT);
        var done = forms.get(UNIT, draft.id());
        assertThat(done.state()).isEqualTo(State.SYNCED);
        assertThat(done.reviewer()).isEqualTo("财政审核员");
        verify(road.items)
                .save(
                        argThat((List<ChargeItem> told) -> told.stream()
                                .anyMatch(item -> item.code().equals("A801")
                                        && item.name().equals("远程会诊费")
                                        && item.listed())),
                        eq("财政同步"));
        assertThat(forms.steps(UNIT, draft.id()))
                .extracting(UnitForms.Step::what)
                .anyMatch(what -> what.startsWith("提交"))
                .anyMatch(what -> what.startsWith("审核通过"))
                .anyMatch(what -> what.startsWith("已同步"));
    }

    @Test
    void a_returned_form_is_corrected_and_sent_again() {
        var draft = application("A802");
        forms.submit(UNIT, draft.id(), "测试甲");
        road.sandbox.post("/sandbox/bureau/forms/" + draft.formNo() + "/return");
        forms.follow(UNIT);
        var returned = forms.get(UNIT, draft.id());
        assertThat(returned.state()).isEqualTo(State.RETURNED);
        assertThat(returned.opinion()).isNotEmpty();
        var fields = new HashMap<>(returned.fields());
        fields.put("basis", "示例价〔2026〕2号");
        forms.save(UNIT, Kind.ITEM, draft.id(), fields, "测试甲");
        assertThat(forms.submit(UNIT, draft.id(), "测试甲").sent()).isTrue();
        assertThat(road.sandbox.get("/sandbox/bureau/forms").toString()).contains("2号");
        assertThatThrownBy(() -> forms.get(new UnitId("990002"), draft.id())).isInstanceOf(Refused.class);
    }

    @Test
    void a_form_handed_in_while_the_bureau_is_away_arrives_by_itself() {
        var draft = application("A803");
        road.sandbox.fault("bureau", "{\"errorShare\":1}");
        var waiting = forms.submit(UNIT, draft.id(), "测试甲");
        assertThat(waiting.state()).isEqualTo(State.SUBMITTED);
        assertThat(waiting.sent()).isFalse();
        road.sandbox.healthy();
        forms.follow(UNIT);
        assertThat(forms.get(UNIT, draft.id()).sent()).isTrue();
    }

    @Test
    void everything_missing_is_said_at_once_and_nothing_is_handed_in() {
        var fields = forms.blank(UNIT, Kind.UNIT, Map.of());
        var draft = forms.save(UNIT, Kind.UNIT, null, fields, "测试甲");
        assertThatThrownBy(() -> forms.submit(UNIT, draft.id(), "测试甲"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors())
                                .extracting(FieldError::label)
                                .contains("归口财政部门", "负责人", "财务负责人", "经办人", "变更原因", "变更后"));
        assertThat(forms.get(UNIT, draft.id()).state()).isEqualTo(State.DRAFT);
        assertThatThrownBy(() ->
                        forms.save(UNIT, Kind.UNIT, draft.id(), Map.of("effectiveFrom", "明天", "issues", "也许"), "测试甲"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors())
                                .extracting(FieldError::label)
                                .containsExactlyInAnyOrder("生效日期", "是否开票单位"));
        assertThat(forms.withdraw(UNIT, draft.id(), "测试甲").state()).isEqualTo(State.WITHDRAWN);
    }

    @Test
    void a_new_seal_is_on_file_from_its_day_and_the_old_one_stays_known() {
        var seals = road.bean(BureauData.class);
        var before = seals.seals(UNIT).getFirst();
        var fields = new HashMap<>(forms.blank(UNIT, Kind.SEAL, Map.of()));
        assertThat(fields).containsEntry("oldSealId", before.id());
        assertThat(fields.get("certificateSerial")).isNotEmpty();
        fields.putAll(Map.of(
                "sealType", "财务专用章", "keeper", "测试乙", "agent", "测试甲", "phone", "0990-1234567", "reason", "到期更换"));
        var draft = forms.save(UNIT, Kind.SEAL, null, fields, "测试甲");
        forms.submit(UNIT, draft.id(), "测试甲");
        road.sandbox.post("/sandbox/bureau/forms/" + draft.formNo() + "/approve");
        forms.follow(UNIT);
        assertThat(forms.get(UNIT, draft.id()).state()).isEqualTo(State.SYNCED);
        var after = seals.seals(UNIT);
        assertThat(after.getFirst().id()).isNotEqualTo(before.id());
        assertThat(after.getFirst().name()).contains("财务专用章");
        assertThat(after).anyMatch(fact -> fact.id().equals(before.id()) && !fact.current());
        assertThat(seals.status(UNIT).changes().getFirst().added()).anyMatch(line -> line.contains("财务专用章"));
        // A bill with the new seal is countersigned, and so is its file sealed.
        road.done(org.yipiao.transit.StageName.RENDER, road.blue("3.00"));
    }
}
