package org.yipiao.numbering;

/** 纸质票据代码与号码 as printed: texts, because leading zeros count. */
public record PaperNumber(String code, String number) {
    @Override
    public String toString() {
        return code + " " + number;
    }
}
