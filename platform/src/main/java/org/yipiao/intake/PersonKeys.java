package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;

/**
 * 人员索引 Keyed digests of card, identity and patient numbers, by which a kiosk finds a person's bills while the numbers
 * themselves stay sealed. 96 bits: a collision is beyond any hospital, and every row's keys cost room.
 */
@Component
class PersonKeys {
    static final String CARD = "cardKey";
    static final String PERSON = "personKey";
    static final String PATIENT = "patientKey";

    private static final String CONTEXT = "intake.person";
    private static final int KEY_BYTES = 12;
    private static final int TEXT_MAX = 50;
    /** 身份证 whose card number is the person's identity number. */
    private static final Set<String> IDENTITY_CARDS = Set.of("1101", "999998");
    /** What clients send when there is no card. */
    private static final Set<String> NOTHING = Set.of("-", "无", "0", "00", "000000", "NULL");

    private final Vault vault;

    PersonKeys(Vault vault) {
        this.vault = vault;
    }

    /** The keys to keep with a settlement. */
    Map<String, String> of(FieldReader in) {
        var keys = new LinkedHashMap<String, String>();
        String card = number(in, "cardNo");
        String person = number(in, "idCardNo");
        if (person.isEmpty() && IDENTITY_CARDS.contains(in.fields().text("cardType"))) {
            person = card;
        }
        put(keys, CARD, card);
        put(keys, PERSON, person);
        put(keys, PATIENT, number(in, "patientId"));
        return keys;
    }

    /** Under which digests the bills of the person in a question may be found. */
    Looked lookedFor(FieldReader in) {
        String card = number(in, "cardNo");
        String person = number(in, "idCardNo");
        var cards = new ArrayList<String>();
        var persons = new ArrayList<String>();
        if (!card.isEmpty()) {
            cards.add(key(CARD, card));
            if (IDENTITY_CARDS.contains(in.fields().text("cardType"))) {
                persons.add(key(PERSON, card));
            }
        }
        if (!person.isEmpty()) {
            persons.add(key(PERSON, person));
        }
        String patient = number(in, "patientId");
        return new Looked(cards, persons, patient.isEmpty() ? "" : key(PATIENT, patient));
    }

    /** @param patient empty when not asked for */
    record Looked(List<String> cards, List<String> persons, String patient) {
        boolean everybody() {
            return cards.isEmpty() && persons.isEmpty() && patient.isEmpty();
        }
    }

    private static String number(FieldReader in, String name) {
        String number = in.kept(name, TEXT_MAX).toUpperCase(Locale.ROOT);
        return NOTHING.contains(number) ? "" : number;
    }

    private void put(Map<String, String> keys, String name, String number) {
        if (!number.isEmpty()) {
            keys.put(name, key(name, number));
        }
    }

    private String key(String name, String number) {
        byte[] mac = vault.mac(CONTEXT + "." + name, number.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, KEY_BYTES);
    }
}
