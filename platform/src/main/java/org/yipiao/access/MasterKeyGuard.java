package org.yipiao.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * 主密钥核对 Refuses to start with another master key than the one this database was filled with: what is sealed could not be
 * read any more, and what would be sealed now could not be read later.
 */
@Component
class MasterKeyGuard implements InitializingBean {
    private final AccessStore store;
    private final Vault vault;

    MasterKeyGuard(AccessStore store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    @Override
    public void afterPropertiesSet() {
        byte[] mine = vault.mac("access.mark", "yipiao".getBytes(StandardCharsets.UTF_8));
        if (!MessageDigest.isEqual(mine, store.masterKeyMark(mine))) {
            throw new IllegalStateException("主密钥文件与数据库不配套：请从备份恢复该数据库原来的 master.key，或用 yipiao.vault.key-file 指明其位置");
        }
    }
}
