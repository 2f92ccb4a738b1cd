-- 域账户与 CAS Beside OpenID Connect a unit may let its people in by its directory (LDAP, Active Directory) or by a CAS server.
-- Where these are and how they are asked stands with the unit's other accounts outside.
alter table access.connection
    drop constraint connection_party_check,
    add constraint connection_party_check
        check (party in ('BUREAU', 'SIGNING', 'WECHAT', 'SMS', 'MAIL', 'CAS', 'LDAP'));

alter table access.sign_in
    drop constraint sign_in_method_check,
    add constraint sign_in_method_check check (method in ('PASSWORD', 'CERTIFICATE', 'OIDC', 'CAS', 'LDAP'));

-- Tries at a directory are counted under the unit and the name there, which is longer than a name of ours.
alter table access.login_try
    drop constraint login_try_name_check,
    add constraint login_try_name_check check (length(name) <= 128);
