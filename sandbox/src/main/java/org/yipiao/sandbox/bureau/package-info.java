/**
 * 财政 The finance bureau: allots numbers 赋码, checks and countersigns bills 监制, seals their documents, answers checks 查验.
 */
@NullMarked
package org.yipiao.sandbox.bureau;

import org.jspecify.annotations.NullMarked;
