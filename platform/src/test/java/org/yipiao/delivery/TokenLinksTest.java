package org.yipiao.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.yipiao.TestVault;
import org.yipiao.shared.BillId;

class TokenLinksTest {
    private static final String LONGEST = "https://" + "a".repeat(DeliverySettings.URL_CHARS_MAX - 8);

    private final TokenLinks links = links(LONGEST, "");

    private static TokenLinks links(String url, String internet) {
        return new TokenLinks(new DeliverySettings(url, internet, new DeliverySettings.Check(5, 30)), new TestVault());
    }

    private static String token(String link) {
        return link.substring(link.lastIndexOf('/') + 1);
    }

    @Property(tries = 500)
    void every_link_opens_its_own_bill_and_old_clients_can_store_it(@ForAll @LongRange(min = 1) long id) {
        String link = links.link(new BillId(id));
        assertThat(link).hasSizeLessThanOrEqualTo(100).startsWith(LONGEST + "/p/");
        assertThat(links.open(token(link))).hasValue(new BillId(id));
    }

    @Property(tries = 500)
    void a_token_with_one_character_changed_opens_nothing(
            @ForAll @LongRange(min = 1, max = 1_000_000_000) long id, @ForAll @LongRange(min = 0, max = 20) long at) {
        String token = token(links.link(new BillId(id)));
        int place = (int) (at % token.length());
        char changed = token.charAt(place) == 'A' ? 'B' : 'A';
        String other = token.substring(0, place) + changed + token.substring(place + 1);
        assertThat(links.open(other))
                .satisfiesAnyOf(
                        opened -> assertThat(opened).isEmpty(),
                        // The last character may carry bits that are not part of the token.
                        opened -> assertThat(place).isEqualTo(token.length() - 1));
    }

    @Test
    void nonsense_opens_nothing() {
        assertThat(links.open("")).isEmpty();
        assertThat(links.open("1")).isEmpty();
        assertThat(links.open("A".repeat(18))).isEmpty();
        assertThat(links.open("A".repeat(5000))).isEmpty();
        assertThat(links.open("../../etc/passwd-------")).isEmpty();
        assertThat(links.open("票据票据票据票据票据票据票据")).isEmpty();
    }

    @Test
    void the_internet_link_exists_only_where_an_internet_address_is_configured() {
        assertThat(links.publicLink(new BillId(7))).isEmpty();
        String internet = links("http://10.0.0.1", "https://pay.example/").publicLink(new BillId(7));
        assertThat(internet).startsWith("https://pay.example/p/");
    }
}
