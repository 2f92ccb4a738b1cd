package org.yipiao.bill.ofd;

/** 字体方式 How a reader finds the fonts of a layout file. */
public enum Fonts {
    /** 按名称引用: 宋体 and 楷体 of the reader's machine. The small file; every reader made for OFD has them. */
    BY_NAME,
    /** 嵌入: the file brings what it shows, for readers on machines without Chinese fonts. */
    EMBEDDED
}
