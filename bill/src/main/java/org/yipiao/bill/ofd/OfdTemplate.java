package org.yipiao.bill.ofd;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.yipiao.bill.face.EmbeddedFont;
import org.yipiao.bill.face.Form;
import org.yipiao.bill.face.Geometry;
import org.yipiao.bill.face.Typeface;
import org.yipiao.bill.seal.Seal;

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
    static final String KAI_PATH = "Doc_0/Res/kai.ttf";
    static final String SONG_PATH = "Doc_0/Res/song.ttf";
    static final String ATTACHMENT_PATH = "Doc_0/Attachs/einvoice.xml";

    private static final String BOX = "0 0 " + (int) Geometry.PAGE_WIDTH + " " + (int) Geometry.PAGE_HEIGHT;

    /** As many as there are forms at a time. */
    private static final int TEMPLATES_MAX = 64;

    private static final ConcurrentHashMap<Key, OfdTemplate> TEMPLATES = new ConcurrentHashMap<>();

    private static final Part NAMED_FONTS = Part.fixed("Doc_0/PublicRes.xml", publicResources(Fonts.BY_NAME));
    private static final Part EMBEDDED_FONTS = Part.fixed("Doc_0/PublicRes.xml", publicResources(Fonts.EMBEDDED));
    private static final Part DOCUMENT_RESOURCES = Part.fixed("Doc_0/DocumentRes.xml", documentResources());
    private static final Part ATTACHMENTS = Part.fixed("Doc_0/Attachs/Attachments.xml", attachments());

    /** A hospital and its bureau use two seals. */
    private static final int SEALS_MAX = 64;

    private static final ConcurrentHashMap<Seal, Part> SEALS = new ConcurrentHashMap<>();

    /** Lists both signatures from the start; see {@link OfdDraft} on why no signature covers it. */
    static final Part SIGNATURES = Part.fixed("Doc_0/Signs/Signatures.xml", signatures());

    private final Key key;
    private final Part face;
    private final ConcurrentHashMap<Integer, Part> documents = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Form, Part> lists = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<KaiTexts, Part> kaiFonts = new ConcurrentHashMap<>();

    private record Key(Form face, Fonts fonts) {}

    /** What is set in 楷体 beside the face's form: the list's form and some words among the values. */
    private record KaiTexts(List<Form> lists, Set<String> values) {}

    private OfdTemplate(Key key) {
        this.key = key;
        this.face = Part.fixed("Doc_0/Tpls/Tpl_0/Content.xml", form(key.face(), FACE_FORM_FIRST_ID, key.fonts()));
    }

    static OfdTemplate of(Form face, Fonts fonts) {
        Key key = new Key(face, fonts);
        OfdTemplate known = TEMPLATES.get(key);
        if (known != null) {
            return known;
        }
        if (TEMPLATES.size() >= TEMPLATES_MAX) {
            TEMPLATES.clear();
        }
        return TEMPLATES.computeIfAbsent(key, OfdTemplate::new);
    }

    /** The parts for a bill of one page. */
    List<Part> parts() {
        return List.of(document(1), fonts(), DOCUMENT_RESOURCES, ATTACHMENTS, face);
    }

    /** The parts for a bill of several pages, the others drawn on {@code list}. */
    List<Part> parts(int pages, Form list) {
        Part listForm = lists.computeIfAbsent(
                list, form -> Part.fixed("Doc_0/Tpls/Tpl_1/Content.xml", form(form, LIST_FORM_FIRST_ID, key.fonts())));
        return List.of(document(pages), fonts(), DOCUMENT_RESOURCES, ATTACHMENTS, face, listForm);
    }

    private Part fonts() {
        return key.fonts() == Fonts.EMBEDDED ? EMBEDDED_FONTS : NAMED_FONTS;
    }

    /** 楷体 is for labels, which are the same for every bill: made once. @param values the few words of it among the values */
    Part kaiFont(List<Form> listForms, Set<String> values) {
        KaiTexts texts = new KaiTexts(listForms, values);
        Part known = kaiFonts.get(texts);
        if (known != null) {
            return known;
        }
        if (kaiFonts.size() >= TEMPLATES_MAX) {
            kaiFonts.clear();
        }
        return kaiFonts.computeIfAbsent(texts, missing -> {
            Set<String> all = new HashSet<>(values);
            all.addAll(PageXml.texts(Typeface.KAI, key.face().inks()));
            listForms.forEach(form -> all.addAll(PageXml.texts(Typeface.KAI, form.inks())));
            return Part.fixed(KAI_PATH, EmbeddedFont.of(Typeface.KAI, all));
        });
    }

    /** A seal's file, digested once; in no place yet. */
    static Part seal(Seal seal) {
        Part known = SEALS.get(seal);
        if (known == null) {
            known = Part.fixed("Seal.esl", seal.bytes());
            if (SEALS.size() >= SEALS_MAX) {
                SEALS.clear();
            }
            SEALS.put(seal, known);
        }
        return known;
    }

    private Part document(int pages) {
        return documents.computeIfAbsent(pages, count -> Part.fixed("Doc_0/Document.xml", documentXml(count)));
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

    private static StringBuilder form(Form form, int firstId, Fonts fonts) {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:Page ")
                .append(PageXml.NAMESPACE)
                .append("><ofd:Area><ofd:PhysicalBox>")
                .append(BOX);
        out.append("</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID=\"").append(firstId);
        out.append("\" Type=\"Background\">");
        new PageXml(out, firstId + 1, fonts).draw(form.inks());
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

    /** The standard Chinese fonts by name, which stays when they are embedded. */
    private static StringBuilder publicResources(Fonts fonts) {
        var out = new StringBuilder(PageXml.HEAD);
        out.append("<ofd:Res ").append(PageXml.NAMESPACE).append(" BaseLoc=\"Res\"><ofd:Fonts>");
        for (var face : Typeface.values()) {
            out.append("<ofd:Font ID=\"")
                    .append(PageXml.font(face))
                    .append("\" FontName=\"")
                    .append(face.family());
            out.append("\" FamilyName=\"").append(face.family()).append("\" Charset=\"unicode\"");
            if (fonts == Fonts.EMBEDDED) {
                String path = face == Typeface.KAI ? KAI_PATH : SONG_PATH;
                out.append("><ofd:FontFile>").append(path.substring("Doc_0/Res/".length()));
                out.append("</ofd:FontFile></ofd:Font>");
            } else {
                out.append("/>");
            }
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
