package org.yipiao.sandbox;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.sandbox.Agencies.Agency;

/** 接入单位登记 What the bureau and the maker of the signature server do when a hospital is connected. */
@RestController
@RequestMapping("/sandbox/agencies")
class AgenciesHttp {
    private final Agencies agencies;
    private final Keys keys;

    AgenciesHttp(Agencies agencies, Keys keys) {
        this.agencies = agencies;
        this.keys = keys;
    }

    record Row(String agency, String name, String creditCode, int slot, String certificate, String seal) {}

    record Registration(String agency, String creditCode, String name) {
        Registration {
            agency = requireNonNullElse(agency, "").strip();
            creditCode = requireNonNullElse(creditCode, "").strip();
            name = requireNonNullElse(name, "").strip();
        }
    }

    /** 接入凭据 What the operator is handed on paper. @param agencyKey 接口密钥 @param keyIndex 密钥索引 @param pin 私钥访问口令 */
    record Credentials(String agency, String name, String agencyKey, int keyIndex, String pin) {}

    @GetMapping
    List<Row> list() {
        return agencies.all().stream().map(this::row).toList();
    }

    private Row row(Agency agency) {
        return new Row(
                agency.agency(),
                agency.name(),
                agency.creditCode(),
                agency.slot(),
                keys.certificateSerial(agency.agency()),
                keys.unitSeal(agency.agency()).ref().name());
    }

    /** Makes key, certificate and seal of a new hospital; its secrets are told this once. */
    @PostMapping
    Credentials register(@RequestBody Registration asked) {
        var made = agencies.register(asked.agency(), asked.creditCode(), asked.name());
        keys.unitSeal(made.agency());
        return new Credentials(made.agency(), made.name(), made.key(), made.slot(), made.pin());
    }
}
