package org.yipiao.bill.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yipiao.bill.sign.Sm2;

class OfdPackageTest {
    private static final Map<String, byte[]> PARTS = Map.of(
            "OFD.xml",
            "<OFD/>".getBytes(UTF_8),
            "Doc_0/a.xml",
            "<a/>".repeat(100).getBytes(UTF_8));

    @Test
    void stored_deflated_and_empty_files_and_folders_are_read() throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>(PARTS);
        parts.put("Doc_0/", new byte[0]);
        parts.put("Doc_0/empty", new byte[0]);
        OfdPackage read = OfdPackage.read(SealedBills.zip(parts));
        assertThat(read.paths()).containsExactlyInAnyOrder("OFD.xml", "Doc_0/a.xml", "Doc_0/empty");
        assertThat(read.file("Doc_0/a.xml")).isEqualTo(PARTS.get("Doc_0/a.xml"));
        assertThatThrownBy(() -> read.file("none")).hasMessageContaining("缺少文件");
    }

    @Test
    void a_file_that_was_met_before_is_known_by_all_its_bytes() {
        byte[] form = "<form/>".repeat(50).getBytes(UTF_8);
        byte[] other = form.clone();
        other[7 * 25 + 1] = 'F';
        for (int i = 0; i < 4; i++) {
            assertDigest(form);
        }
        assertDigest(other);
        assertDigest(form);
        byte[] zip = SealedBills.zip(Map.of("form.xml", form));
        int start = 30 + "form.xml".length();
        int packed = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(central(zip) + 20);
        for (int at = start; at < start + packed; at++) {
            byte[] damaged = zip.clone();
            damaged[at] ^= 1;
            assertThatThrownBy(() -> OfdPackage.read(damaged)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void assertDigest(byte[] file) {
        OfdPackage read = OfdPackage.read(SealedBills.zip(Map.of("form.xml", file)));
        assertThat(read.file("form.xml")).isEqualTo(file);
        assertThat(read.digest("form.xml")).isEqualTo(Base64.getEncoder().encodeToString(Sm2.sm3(file)));
    }

    @Test
    void a_bomb_is_refused_before_it_is_unpacked() {
        byte[] bomb = SealedBills.zip(Map.of("OFD.xml", new byte[50 * 1024 * 1024]));
        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> OfdPackage.read(bomb)).hasMessageContaining("压缩比异常");

        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 70; i++) {
            many.put("a" + i, new byte[1024 * 1024 - 1]);
        }
        assertThatThrownBy(() -> OfdPackage.read(SealedBills.zip(many))).hasMessageContaining("60 MB");
    }

    @Test
    void a_directory_that_lies_about_sizes_is_refused() {
        byte[] zip = SealedBills.zip(Map.of("OFD.xml", new byte[5_000]));
        for (int size : new int[] {0, 100, 4_999, 5_001, Integer.MAX_VALUE, -1}) {
            byte[] lying = zip.clone();
            ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(central(lying) + 24, size);
            assertThatThrownBy(() -> OfdPackage.read(lying)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void too_many_files_are_refused() {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i <= OfdPackage.ENTRIES_MAX; i++) {
            many.put("a" + i, new byte[0]);
        }
        assertThatThrownBy(() -> OfdPackage.read(SealedBills.zip(many))).hasMessageContaining("200 个");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/OFD.xml", "../OFD.xml", "a/../../b", "a\\b", "C:a", "./a", "a\nb"})
    void names_that_leave_the_package_are_refused(String name) {
        assertThatThrownBy(() -> OfdPackage.read(SealedBills.zip(Map.of(name, new byte[1]))))
                .hasMessageContaining("文件名");
    }

    @Test
    void what_other_readers_could_see_otherwise_is_refused() throws IOException {
        byte[] zip = SealedBills.zip(PARTS);
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        before.write(new byte[10]);
        before.write(zip);
        assertThatThrownBy(() -> OfdPackage.read(before.toByteArray())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OfdPackage.read(Arrays.copyOf(zip, zip.length + 10)))
                .hasMessageContaining("找不到目录");

        byte[] renamed = zip.clone();
        renamed[30] ^= 1; // the first file's name in its local header only
        assertThatThrownBy(() -> OfdPackage.read(renamed)).hasMessageContaining("不一致");

        byte[] twice = SealedBills.zip(Map.of("a", "1".getBytes(UTF_8), "b", "2".getBytes(UTF_8)));
        for (int i = 0; i < twice.length; i++) {
            twice[i] = twice[i] == 'b' ? (byte) 'a' : twice[i];
        }
        assertThatThrownBy(() -> OfdPackage.read(twice)).hasMessageContaining("重名");
    }

    @Test
    void a_file_left_out_of_the_directory_is_refused() throws IOException {
        byte[] zip = stored("OFD.xml", "hidden");
        int first = central(zip);
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int line = 46 + bytes.getShort(first + 28);
        int end = zip.length - 22;
        byte[] shorter = new byte[zip.length - (end - first - line)];
        System.arraycopy(zip, 0, shorter, 0, first + line);
        System.arraycopy(zip, end, shorter, first + line, 22);
        ByteBuffer.wrap(shorter)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(first + line + 8, (short) 1)
                .putShort(first + line + 10, (short) 1)
                .putInt(first + line + 12, line);
        assertThatThrownBy(() -> OfdPackage.read(shorter)).hasMessageContaining("隐藏");
    }

    @ParameterizedTest
    @CsvSource({
        "Doc_0/Document.xml, Pages/Page_0/Content.xml, Doc_0/Pages/Page_0/Content.xml",
        "Doc_0/Signs/Sign_0/Signature.xml, /Doc_0/Signs/Sign_0/Seal.esl, Doc_0/Signs/Sign_0/Seal.esl",
        "Doc_0/Signs/Sign_0/Signature.xml, ../../Document.xml, Doc_0/Document.xml",
        "OFD.xml, ./Doc_0/Document.xml, Doc_0/Document.xml"
    })
    void locations_are_read_from_the_file_that_names_them(String from, String location, String path) {
        assertThat(OfdPackage.resolve(from, location)).isEqualTo(path);
    }

    @Test
    void a_location_outside_the_package_is_refused() {
        assertThatThrownBy(() -> OfdPackage.resolve("OFD.xml", "../x")).hasMessageContaining("包外");
    }

    private static byte[] stored(String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                byte[] content = name.getBytes(UTF_8);
                java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                crc.update(content);
                ZipEntry entry = new ZipEntry(name);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return out.toByteArray();
    }

    private static int central(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 22 + 16);
    }
}
