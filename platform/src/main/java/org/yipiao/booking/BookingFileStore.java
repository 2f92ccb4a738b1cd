package org.yipiao.booking;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.FileShelf;
import org.yipiao.access.Permission;
import org.yipiao.masterdata.Units;

/** 入账汇总单 as printable files, for who sees the whole unit. */
@Repository
class BookingFileStore implements FileShelf {
    private final Units units;

    BookingFileStore(Units units) {
        this.units = units;
    }

    @Override
    public String kind() {
        return "BOOKING_SHEET";
    }

    @Override
    public String label() {
        return "入账汇总单";
    }

    @Override
    public String route() {
        return "/api/console/bookings/{no}/pdf";
    }

    @Override
    public Optional<Listed> listed(CurrentUser user) {
        if (!user.may(Permission.BOOKING_READ)
                || !user.scope().isWhole()
                || !units.all().contains(user.unit())) {
            return Optional.empty();
        }
        return Optional.of(new Listed(
                """
                select s.ac_no as file_key,
                       s.ac_no || '.pdf' as name,
                       cast(null as bigint) as bytes,
                       s.created_by as maker,
                       s.created_at at time zone :zoneBookingSheet as made_at,
                       cast(null as timestamptz) as expires_at,
                       'READY' as state,
                       s.blue_count || ' 张，冲红 ' || s.red_count || ' 张，合计 '
                         || to_char(s.total_fen / 100.0, 'FM999999999990.00') || ' 元' as detail,
                       '/api/console/bookings/' || s.ac_no || '/pdf' as place,
                       true as open
                  from booking.sheet s
                 where s.unit_id = :unit
                """,
                Map.of("zoneBookingSheet", units.current(user.unit()).zone().getId())));
    }
}
