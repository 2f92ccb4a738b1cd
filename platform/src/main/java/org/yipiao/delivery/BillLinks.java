package org.yipiao.delivery;

import java.util.Optional;
import org.yipiao.shared.BillId;

/** 取票链接 Unguessable links to the payer page; made without storage, so the issue answer can carry one at once. */
public interface BillLinks {
    /** At most 100 characters, because old clients store no more. Public address, then {@code /p/<token>}. */
    String link(BillId bill);

    /** The same link on the internet address when one is configured, else empty text. */
    String publicLink(BillId bill);

    /** Public address of another page of this platform. @param path begins with a slash */
    String address(String path);

    Optional<BillId> open(String token);
}
