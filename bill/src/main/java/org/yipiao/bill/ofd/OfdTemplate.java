package org.yipiao.bill.ofd;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.yipiao.bill.face.Form;
import org.yipiao.bill.face.Geometry;
import org.yipiao.bill.face.Typeface;

/** 模板 The parts of the package that are the same for every bill of a kind, packed and digested once. */
final class OfdTemplate {
    static final int KAI_ID = 1;
    static final int SONG_ID = 2;
    static final int QR_ID = 3;
    private static final int FACE_TEMPLATE_ID = 4;
    private static final int LIST_TEMPLATE_ID = 5;
    private static final int FACE_FORM_FIRST_ID = 10;
    private static final int LIST_FORM_FIRST_ID = 2_000;

    /** Every page has its own block of object numbers. */
    static final int PAGE_ID_STEP = 10_000;

    static final String UNIT_SIGN = "Doc_0/Signs/Sign_0/";
    static final String SUPERVISORY_SIGN = "Doc_0/Signs/Sign_1/";
    static final String QR_PATH = "Doc_0/Res/qr.png";
    static final String ATTACHMENT_PATH = "Doc_0/Attachs/einvoice.xml";

    private static final String BOX = "0 0 " + (int) Geometry.PAGE_WIDTH + " " + (int) Geometry.PAGE_HEIGHT;

    /** As many as there are forms at a time. */
    private static final int TEMPLATES_MAX = 64;

    private static final ConcurrentHashMap<Form, OfdTemplate> TEMPLATES = new ConcurrentHashMap<>();

    private static final Part PUBLIC_RESOURCES = Part.xml("Doc_0/PublicRes.xml", publicResources());
    private static final Part DOCUMENT_RESOURCES = Part.xml("Doc_0/DocumentRes.xml", documentResources());
    private static final Part ATTACHMENTS = Part.xml("Doc_0/Attachs/Attachments.xml", attachments());

    /** Lists both signatures from the start; see {@link OfdDraft} on why no signature covers it. */
    static final Part SIGNATURES = Part.xml("Doc_0/Signs/Signatures.xml", signatures());

    private final Part face;
    private final ConcurrentHashMap<Integer, Part> documents = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Form, Part> lists = new ConcurrentHashMap<>();

    private OfdTemplate(Form face) {
        this.face = Part.xml("Doc_0/Tpls/Tpl_0/Content.xml", form(face, FACE_FORM_FIRST_ID));
    }

    static OfdTemplate of(Form face) {
        OfdTemplate known = TEMPLATES.get(face);
        if (known != null) {
            return known;
        }
        if (TEMPLATES.size() >= TEMPLATES_MAX) {
            TEMPLATES.clear();
        }
        return TEMPLATES.computeIfAbsent(face, OfdTemplate::new);
    }

    /** The parts for a bill of one page. */
    List<Part> parts() {
        return List.of(document(1), PUBLIC_RESOURCES, DOCUMENT_RESOURCES, ATTACHMENTS, face);
    }

    /** The parts for a bill of several pages, the others drawn on {@code list}. */
    List<Part> parts(int pages, Form list) {
        Part listForm = lists.computeIfAbsent(
                list, form -> Part.xml("Doc_0/Tpls/Tpl_1/Content.xml", form(form, LIST_FORM_FIRST_ID)));
        return List.of(document(pages), PUBLIC_RESOURCES, DOCUMENT_RESOURCES, ATTACHMENTS, face, listForm);
    }

    private Part document(int pages) {
        return documents.computeIfAbsent(pages, count -> Part.xml("Doc_0/Document.xml", documentXml(count)));
    }

    /** @param page from 1 */
    static int pageId(int page) {
        return page * PAGE_ID_STEP;
    }

    static String pagePath(int page) {
        return "Doc_0/Pages/Page_" + (page - 1) + "/Content.xml";
    }

    /** Opens the content of one page up to its objects. */
    static void openPage(StringBuilder out, int page) {
        out.append(PageXml.HEAD).append("<ofd:Page ").append(PageXml.NAMESPACE).append("><ofd:Template TemplateID=\"");
        out.append(page == 1 ? FACE_TEMPLATE_ID : LIST_TEMPLATE_ID);
        out.append("\" ZOrder=\"Background\"/><ofd:Area><ofd:PhysicalBox>").append(BOX);
        out.append("</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID=\"").append(pageId(page) + 1);
        out.append("\" Type=\"Body\">");
    }

    static void closePage(StringBuilder out) {
        out.append("</ofd:Layer></ofd:Content></ofd:Page>");
    }

    private static StringBuilder form(Form form, int firstId) {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:Page ")
                .append(PageXml.NAMESPACE)
                .append("><ofd:Area><ofd:PhysicalBox>")
                .append(BOX);
        out.append("</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID=\"").append(firstId);
        out.append("\" Type=\"Background\">");
        new PageXml(out, firstId + 1).draw(form.inks());
        closePage(out);
        return out;
    }

    private static StringBuilder documentXml(int pages) {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:Document ").append(PageXml.NAMESPACE).append("><ofd:CommonData><ofd:MaxUnitID>");
        out.append((pages + 1) * PAGE_ID_STEP)
                .append("</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>")
                .append(BOX);
        out.append("</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>");
        out.append("<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>");
        template(out, FACE_TEMPLATE_ID, 0);
        if (pages > 1) {
            template(out, LIST_TEMPLATE_ID, 1);
        }
        out.append("</ofd:CommonData><ofd:Pages>");
        for (int page = 1; page <= pages; page++) {
            out.append("<ofd:Page ID=\"")
                    .append(pageId(page))
                    .append("\" BaseLoc=\"Pages/Page_")
                    .append(page - 1);
            out.append("/Content.xml\"/>");
        }
        return out.append("</ofd:Pages><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>");
    }

    private static void template(StringBuilder out, int id, int index) {
        out.append("<ofd:TemplatePage ID=\"").append(id).append("\" ZOrder=\"Background\" BaseLoc=\"Tpls/Tpl_");
        out.append(index).append("/Content.xml\"/>");
    }

    /** The standard Chinese fonts by name: every reader has them, and an embedded subset would cost ten times the time. */
    private static StringBuilder publicResources() {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:Res ").append(PageXml.NAMESPACE).append(" BaseLoc=\"Res\"><ofd:Fonts>");
        for (var face : Typeface.values()) {
            out.append("<ofd:Font ID=\"")
                    .append(PageXml.font(face))
                    .append("\" FontName=\"")
                    .append(face.family());
            out.append("\" FamilyName=\"").append(face.family()).append("\" Charset=\"unicode\"/>");
        }
        return out.append("</ofd:Fonts></ofd:Res>");
    }

    private static StringBuilder documentResources() {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:Res ").append(PageXml.NAMESPACE).append(" BaseLoc=\"Res\"><ofd:MultiMedias>");
        out.append("<ofd:MultiMedia ID=\"").append(QR_ID).append("\" Type=\"Image\" Format=\"PNG\">");
        return out.append("<ofd:MediaFile>qr.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>");
    }

    private static StringBuilder attachments() {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:Attachments ").append(PageXml.NAMESPACE).append("><ofd:Attachment ID=\"a001\" ");
        out.append("Name=\"einvoice.xml\" Format=\"xml\" Visible=\"false\">");
        return out.append("<ofd:FileLoc>einvoice.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>");
    }

    private static StringBuilder signatures() {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:Signatures ").append(PageXml.NAMESPACE).append("><ofd:MaxSignId>s002</ofd:MaxSignId>");
        out.append("<ofd:Signature ID=\"s001\" Type=\"Seal\" BaseLoc=\"/").append(UNIT_SIGN);
        out.append("Signature.xml\"/><ofd:Signature ID=\"s002\" Type=\"Seal\" BaseLoc=\"/")
                .append(SUPERVISORY_SIGN);
        return out.append("Signature.xml\"/></ofd:Signatures>");
    }
}
