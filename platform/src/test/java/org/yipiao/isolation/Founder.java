package org.yipiao.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.OneHospital;
import org.yipiao.access.Accounts;
import org.yipiao.archive.Archive;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.intake.BusinessSystem;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.UnitRegister;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.NumberStock;
import org.yipiao.numbering.PaperCode;
import org.yipiao.numbering.PaperKind;
import org.yipiao.numbering.PaperStock;
import org.yipiao.numbering.Place;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SigningAccess;
import org.yipiao.supervision.BureauAccess;

/** Founds a hospital that has something everywhere. */
@TestComponent
class Founder {
    private final Accounts accounts;
    private final Units units;
    private final IssuingPoints points;
    private final ChargeItems items;
    private final Callers callers;
    private final CodeMapping mapping;
    private final NumberStock numbers;
    private final PaperStock papers;
    private final Issuing issuing;
    private final Archive archive;
    private final UnitRegister register;
    private final BureauAccess bureau;
    private final SigningAccess signing;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Founder(
            Accounts accounts,
            Units units,
            IssuingPoints points,
            ChargeItems items,
            Callers callers,
            CodeMapping mapping,
            NumberStock numbers,
            PaperStock papers,
            Issuing issuing,
            Archive archive,
            UnitRegister register,
            BureauAccess bureau,
            SigningAccess signing,
            JdbcClient jdbc,
            InstantSource clock) {
        this.accounts = accounts;
        this.units = units;
        this.points = points;
        this.items = items;
        this.callers = callers;
        this.mapping = mapping;
        this.numbers = numbers;
        this.papers = papers;
        this.issuing = issuing;
        this.archive = archive;
        this.register = register;
        this.bureau = bureau;
        this.signing = signing;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Hospital hospital(UnitId unit, String mark, String codes, String paper, int port) {
        var hospital = Hospital.of(
                unit, mark, codes, paper, port, new BusinessSystem(port, mark + "HIS", Hospital.KEY, clock));
        masterData(hospital);
        for (String who : List.of("one", "two")) {
            accounts.add(unit.value(), hospital.username(who), "DEMO");
        }
        hospital.signIn(port);
        hospital.work();
        hospital.callsOfItsSystem();
        file(hospital);
        return hospital;
    }

    private void masterData(Hospital hospital) {
        var unit = hospital.unit();
        var model = new OneHospital().version(OneHospital.ID, 1);
        units.save(new Unit(
                unit,
                1,
                new InvoicingParty("12990000000000000X", hospital.name("医院"), hospital.name("医院"), "1", "示例银行"),
                model.supervisorArea(),
                model.tag(),
                model.normVersion(),
                model.province(),
                model.unitSeal(),
                model.supervisorySeal(),
                model.charset(),
                model.zone()));
        for (String code : List.of("01", "02")) {
            points.save(new IssuingPoints.IssuingPoint(
                    unit, hospital.name(code), hospital.name("窗" + code), List.of(BillKind.OUTPATIENT), false));
        }
        items.save(List.of(new ChargeItems.ChargeItem(
                unit, hospital.name("I1"), hospital.name("诊察费"), List.of(BillKind.OUTPATIENT), 1, true)));
        callers.save(new Callers.Caller(
                unit, hospital.name("HIS"), hospital.name("业务系统"), Hospital.KEY, false, false, true));
        mapping.save(
                unit,
                List.of(
                        new CodeMapping.Entry(
                                hospital.name("HIS"), CodeMapping.Kind.PLACE, hospital.name("W1"), hospital.name("01")),
                        new CodeMapping.Entry(
                                hospital.name("HIS"),
                                CodeMapping.Kind.CHARGE_ITEM,
                                hospital.name("H1"),
                                hospital.name("I1"))));
        register.turn(unit, true, hospital.name("试停"), hospital.name("管理员"));
        register.turn(unit, false, hospital.name("恢复"), hospital.name("管理员"));
        // No address that anybody could be asked at.
        bureau.keep(unit, new BureauAccess.Draft(hospital.name("财政地址"), hospital.name("密钥")), hospital.name("管理员"));
        signing.keep(
                unit,
                new SigningAccess.Draft(hospital.name("签名地址"), 1, hospital.name("口令"), true),
                hospital.name("管理员"));
        int year =
                LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Shanghai")).getYear();
        numbers.register(unit, new BillCode(hospital.codes() + "01" + year % 100), BillKind.OUTPATIENT, year);
        numbers.request(unit, BillKind.OUTPATIENT, year, 1000, "测试");
        for (String code : List.of("01", "02")) {
            assertThat(numbers.distribute(unit, hospital.name(code), BillKind.OUTPATIENT, year, 200, "测试"))
                    .isNotEmpty();
        }
        papers.register(
                unit, new PaperCode(hospital.paper(), hospital.name("门诊收据"), PaperKind.OUTPATIENT, 9, null, false));
        papers.receive(unit, new PaperStock.PaperRange(hospital.paper(), "000000001", "000000500"), "测试", "入库");
        papers.move(
                unit,
                new PaperStock.PaperRange(hospital.paper(), "000000001", "000000100"),
                Place.UNIT,
                Place.point(hospital.name("01")),
                "测试",
                "下发");
    }

    /** What the road would have left behind, and where its ids are read from. */
    private void file(Hospital hospital) {
        var unit = hospital.unit();
        for (String name : List.of("bill", "second", "third")) {
            var bill = new BillId(Long.parseLong(hospital.known(name)));
            issuing.advance(unit, List.of(bill), List.of(BillState.NUMBERED), BillState.UNIT_SIGNED);
            issuing.advance(unit, List.of(bill), List.of(BillState.UNIT_SIGNED), BillState.ISSUED);
            archive.deposit(
                    unit,
                    bill,
                    hospital.name("版式").getBytes(StandardCharsets.UTF_8),
                    hospital.name("原文").getBytes(StandardCharsets.UTF_8));
        }
        await().until(() -> hospital.get("messages?text=" + hospital.name("-OUT1"))
                        .json()
                        .path("total")
                        .asInt()
                > 0);
        hospital.keep("message", hospital.first("messages?text=" + hospital.name("-OUT1"), "rows", "id"));
        await().until(() -> hospital.get("parked").json().path("total").asInt() > 0);
        hospital.keep("parked", hospital.first("parked", "rows", "id"));
        OutsideWorld.runOnce("Segments.look");
        hospital.keep("segment", hospital.first("stock/segments", "rows", "id"));
        hospital.keep("usage", "HX-" + hospital.mark());
        whatTheBureauDecided(hospital);
        hospital.keep("mark", hospital.mark());
        hospital.keep("unit", unit.value());
        hospital.keep("username", hospital.username("one"));
        hospital.keep("paper", hospital.paper());
    }

    /** What the bureau's answers leave behind, which no page can write. */
    private void whatTheBureauDecided(Hospital hospital) {
        for (String sql : List.of("""
                insert into supervision.usage_report (unit_id, report_no, until, after_id, cut_id, state, content,
                       numbers, bills, total_fen, answer, by_whom, created_at)
                values (:unit, :no, '2026-01-31', 0, 0, 'SUBMITTED', '[]', 0, 0, 0, :mark, :mark, now())
                """, """
                insert into supervision.usage_step (unit_id, report_no, at, act, by_whom, note)
                values (:unit, :no, now(), '申报', :mark, :mark)
                """, """
                insert into supervision.review (unit_id, review_no, year, state, content, opinion, by_whom, created_at)
                values (:unit, :no, 2025, 'SUBMITTED',
                        '{"reviewNo":"1","year":2025,"reports":[],"numbers":0,"bills":0,"totalFen":0}', :mark, :mark, now())
                """, """
                insert into supervision.review_step (unit_id, review_no, at, act, by_whom, note)
                values (:unit, :no, now(), '申报', :mark, :mark)
                """, """
                insert into intake.list_detail (unit_id, appid, bus_no, content, rows, at)
                values (:unit, :mark, :no, '{"listDetail":[{"name":"清单行"}]}', 1, now())
                """, """
                insert into offline.cause_rule (unit_id, cause, window_hours, report_hours, by_whom, at)
                values (:unit, 'OTHER', 12, 12, :mark, now())
                """, """
                insert into supervision.sync_state (unit_id, tried_at, failure, our_digest, bureau_digest)
                values (:unit, now(), :mark, '', '')
                """, """
                insert into supervision.sync_change (unit_id, at, asked_by, added, removed)
                values (:unit, now(), :mark, array[:mark], array[]::text[])
                """, """
                insert into supervision.totals_check (unit_id, day, kind, checked_at, our_count_before, our_count, our_fen,
                       bureau_count, bureau_fen, in_transit)
                values (:unit, '2026-01-31', 'OUTPATIENT', now(), 0, 0, 0, 1, 1, 0)
                """, """
                insert into supervision.message (unit_id, direction, peer, path, sent_sm3, sent_size, at, took_ms, outcome)
                values (:unit, 'OUT', :mark, '/', '', 0, now(), 0, '')
                """, """
                insert into numbering.stock_alert (unit_id, subject, name, point, left_count, per_day, opened_at)
                values (:unit, '1', :mark, '', 0, 0, now())
                """, """
                insert into access.certificate (unit_id, account_id, issuer, serial, subject, not_after, bound_by, bound_at)
                select unit_id, id, 'test', substr(md5(:mark), 1, 16), :mark, now(), :mark, now()
                  from access.account where unit_id = :unit and username = :username
                """)) {
            jdbc.sql(sql)
                    .param("unit", hospital.unit().value())
                    .param("no", "HX-" + hospital.mark())
                    .param("mark", hospital.name("财政"))
                    .param("username", hospital.username("new"))
                    .update();
        }
        hospital.keep(
                "certificate",
                jdbc.sql("select id::text from access.certificate where unit_id = :unit")
                        .param("unit", hospital.unit().value())
                        .query(String.class)
                        .single());
    }
}
