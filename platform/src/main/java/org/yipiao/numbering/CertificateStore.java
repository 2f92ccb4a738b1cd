package org.yipiao.numbering;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.json.JsonMapper;

/** SQL of draw certificates. */
@Component
class CertificateStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    CertificateStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest version of each, those that end last first. */
    List<DrawCertificate> all(UnitId unit) {
        return jdbc.sql("""
                select certificate_no, region, valid_from, valid_until, stopped, kinds::text as kinds
                  from (select distinct on (certificate_no)
                               certificate_no, region, valid_from, valid_until, stopped, kinds
                          from numbering.draw_certificate
                         where unit_id = :unit
                         order by certificate_no, version desc) newest
                 order by valid_until desc, certificate_no
                """)
                .param("unit", unit.value())
                .query((row, i) -> new DrawCertificate(
                        row.getString("certificate_no"),
                        row.getString("region"),
                        row.getObject("valid_from", LocalDate.class),
                        row.getObject("valid_until", LocalDate.class),
                        row.getBoolean("stopped"),
                        Arrays.asList(JSON.readValue(row.getString("kinds"), DrawCertificate.Limit[].class))))
                .list();
    }

    void keep(UnitId unit, DrawCertificate certificate, String by, Instant at) {
        jdbc.sql("""
                insert into numbering.draw_certificate
                  (unit_id, certificate_no, version, region, valid_from, valid_until, stopped, kinds, kept_by, kept_at)
                select :unit, :no, coalesce(max(version), 0) + 1, :region, :from, :until, :stopped, :kinds::jsonb, :by, :at
                  from numbering.draw_certificate
                 where unit_id = :unit
                   and certificate_no = :no
                """)
                .param("unit", unit.value())
                .param("no", certificate.no())
                .param("region", certificate.region())
                .param("from", certificate.validFrom())
                .param("until", certificate.validUntil())
                .param("stopped", certificate.stopped())
                .param("kinds", JSON.writeValueAsString(certificate.kinds()))
                .param("by", by)
                .param("at", DocumentStore.utc(at))
                .update();
    }
}
