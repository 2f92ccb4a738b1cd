package org.yipiao.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.yipiao.masterdata.Protocol;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Business parameters in the shapes that working clients of several families and versions really send. */
final class Samples {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param busNo as it stands in the file @param protocol the version that the client was written for */
    record Sample(String name, String method, String busNo, Protocol protocol) {
        String text() {
            return Samples.text(name);
        }
    }

    static final List<Sample> ISSUING = List.of(
            new Sample("zlhis-outpatient", "invoiceEBillOutpatient", "500123_88001", Protocol.V3_2_0),
            new Sample("zlhis-registration-203", "invEBillRegistration", "500124_88002", Protocol.V2_0_3),
            new Sample("nhis-inpatient", "invEBillHospitalized", "IPST0001", Protocol.V3_1_0),
            new Sample("openhis-outpatient", "invoiceEBillOutpatient", "PAY0001", Protocol.V3_3_0),
            new Sample("mzgh-registration", "invEBillRegistration", "638000000000000001", Protocol.V3_2_0),
            new Sample("winning-inpatient", "invEBillHospitalized", "WN20240111001", Protocol.V3_2_0),
            new Sample("iih-checkup", "invEBillCheckUp", "IIH0001", Protocol.V3_2_0));

    private Samples() {}

    static String text(String name) {
        String path = "/samples/market/" + name + "/request.json";
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode tree(String name) {
        return (ObjectNode) JSON.readTree(text(name));
    }

    static Fields fields(String json) {
        return Json.object(json, "业务参数");
    }
}
