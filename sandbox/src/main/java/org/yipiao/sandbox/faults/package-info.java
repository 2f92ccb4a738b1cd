/**
 * 故障 What can go wrong with a party: delay, refusal, a wrong answer, an answer that is lost, an outage, a rate limit.
 */
@NullMarked
package org.yipiao.sandbox.faults;

import org.jspecify.annotations.NullMarked;
