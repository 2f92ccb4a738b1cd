package org.yipiao.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * 接入单位 The hospitals that are connected: the one or two of the configuration, and those registered on the control page. Each has
 * its own interface key, its own slot in the signature server and, in the bureau's books, its own numbers and bills.
 */
@Component
public class Agencies {
    static final int AGENCIES_MAX = 50;
    static final int FIRST_SLOT = 1;

    /** Of the second hospital of the configuration; beyond those that are registered. */
    static final int SECOND_SLOT = 99;

    private static final int SECRET_BYTES = 16;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<Agency>> AGENCIES = new TypeReference<>() {};

    private final Path file;
    private final RandomGenerator random;
    private final Agency first;
    private final List<Agency> configured;
    private volatile List<Agency> registered;

    Agencies(Home home, SandboxProperties properties, Secrets secrets, RandomGenerator random) {
        this.file = home.file("agencies.json");
        this.random = random;
        var unit = properties.unit();
        this.first = new Agency(
                properties.agency(),
                unit.creditCode(),
                unit.name(),
                unit.areaCode(),
                unit.payeeName(),
                unit.payeeAccount(),
                unit.payeeBank(),
                secrets.agencyKey(),
                FIRST_SLOT,
                secrets.signerPin());
        var second = properties.second();
        this.configured = second.key().isBlank() || second.pin().isBlank()
                ? List.of(first)
                : List.of(
                        first,
                        made(
                                second.agency(),
                                second.creditCode(),
                                second.name(),
                                SECOND_SLOT,
                                second.key(),
                                second.pin()));
        this.registered = read();
    }

    private Agency made(String agency, String creditCode, String name, int slot, String key, String pin) {
        return new Agency(
                agency,
                creditCode,
                name,
                first.areaCode(),
                name,
                String.format(java.util.Locale.ROOT, "99000000000000000%02d", slot),
                first.payeeBank(),
                key,
                slot,
                pin);
    }

    /**
     * 接入单位
     *
     * @param agency 单位识别码
     * @param key 接口密钥 of the bureau's request signature
     * @param slot 密钥索引 in the signature server
     * @param pin 私钥访问口令 of that slot
     */
    public record Agency(
            String agency,
            String creditCode,
            String name,
            String areaCode,
            String payeeName,
            String payeeAccount,
            String payeeBank,
            String key,
            int slot,
            String pin) {
        @Override
        public String toString() {
            return "Agency[" + agency + "]";
        }
    }

    public Agency first() {
        return first;
    }

    public List<Agency> all() {
        var all = new ArrayList<Agency>();
        all.addAll(configured);
        all.addAll(registered);
        return List.copyOf(all);
    }

    public Optional<Agency> find(String agency) {
        return all().stream().filter(one -> one.agency().equals(agency)).findFirst();
    }

    public Optional<Agency> bySlot(int slot) {
        return all().stream().filter(one -> one.slot() == slot).findFirst();
    }

    /** @throws IllegalArgumentException saying what is wrong */
    synchronized Agency register(String agency, String creditCode, String name) {
        if (!agency.matches("[0-9A-Za-z]{4,20}")) {
            throw new IllegalArgumentException("单位识别码应为 4 至 20 位字母或数字");
        }
        if (!creditCode.matches("[0-9A-Z]{18}")) {
            throw new IllegalArgumentException("统一社会信用代码应为 18 位数字或大写字母");
        }
        if (name.isBlank() || name.length() > 30) {
            throw new IllegalArgumentException("单位名称应为 1 至 30 个字");
        }
        if (find(agency).isPresent()) {
            throw new IllegalArgumentException("单位识别码 " + agency + " 已登记");
        }
        if (all().size() >= AGENCIES_MAX) {
            throw new IllegalArgumentException("最多登记 " + AGENCIES_MAX + " 个单位");
        }
        int slot = FIRST_SLOT + 1 + registered.size();
        var made = made(agency, creditCode, name, slot, secret(), secret());
        var more = new ArrayList<>(registered);
        more.add(made);
        Home.write(file, JSON.writeValueAsBytes(more));
        registered = List.copyOf(more);
        return made;
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private List<Agency> read() {
        try {
            return Files.exists(file) ? JSON.readValue(Files.readAllBytes(file), AGENCIES) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
