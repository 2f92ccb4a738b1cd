package org.yipiao.intake;

import java.time.Instant;
import java.util.UUID;

/**
 * 原始报文 One request as it came.
 *
 * @param id rises with the time of arrival
 * @param remote address of the other side
 * @param method 接口方法 from the path, trimmed, at most 100 characters
 */
record RawMessage(UUID id, Instant receivedAt, String remote, String method, byte[] body) {}
