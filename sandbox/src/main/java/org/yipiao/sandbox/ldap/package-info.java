/** 域目录 A hospital's directory over LDAP, in memory, with the example people and accounts that are expired, disabled or locked. */
@NullMarked
package org.yipiao.sandbox.ldap;

import org.jspecify.annotations.NullMarked;
