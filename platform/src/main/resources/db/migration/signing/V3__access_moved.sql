-- The units' accounts with all outside parties stand in one place now: access.connection.
insert into access.connection
       (unit_id, party, settings, sealed_secret, sealed_for, secret_mark, changed_by, changed_at)
select unit_id, 'SIGNING',
       jsonb_build_object('url', url, 'keyIndex', key_index::text, 'batch', batch::text),
       sealed_pin, 'signing.access.pin', pin_mark, changed_by, changed_at
  from signing.access
 order by seq;

drop table signing.access;
