package org.yipiao.bill;

/**
 * 印章信息 The public data of a seal as it stands in the XML.
 *
 * @param id 印章编号 32 hexadecimal characters
 * @param name 印章名称
 * @param hash 印章摘要 SM3 of the seal's bytes, lower-case hexadecimal
 */
public record SealRef(String id, String name, String hash) {}
