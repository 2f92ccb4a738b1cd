-- The units' accounts with all outside parties stand in one place now: access.connection.
insert into access.connection
       (unit_id, party, settings, sealed_secret, sealed_for, secret_mark, changed_by, changed_at)
select unit_id, 'BUREAU', jsonb_build_object('url', url), sealed_key, 'supervision.access.key', key_mark, changed_by,
       changed_at
  from supervision.access
 order by seq;

drop table supervision.access;
drop function supervision.refuse_access_change();
