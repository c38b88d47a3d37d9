-- Roles, grants and row-level security for one schema, whose name is in rushes.schema. Run after each migration, by the owner.
do $$
declare
    the_schema text := current_setting('rushes.schema');
    the_role   text;
    the_table  record;
begin
    -- Two instances that start at once take turns.
    perform pg_advisory_xact_lock(hashtext('rushes.row-security'));

    foreach the_role in array array['rushes_app', 'rushes_system'] loop
        if not exists (select from pg_roles where rolname = the_role) then
            begin
                execute format('create role %I nologin nobypassrls', the_role);
            exception when duplicate_object or unique_violation then
                -- Roles belong to the whole cluster: another database's start was faster.
                null;
            end;
        end if;
        if exists (select from pg_roles where rolname = the_role and (rolsuper or rolbypassrls)) then
            raise exception 'Expected the role % to be bound by row-level security, but it may bypass it', the_role;
        end if;
        -- Who owns the schema works as these roles, and its migrations see all rows.
        if not pg_has_role(current_user, the_role, 'member') then
            execute format('grant %I to current_user', the_role);
        end if;
        execute format('grant usage on schema %I to %I', the_schema, the_role);
        execute format('grant select, insert, update, delete on all tables in schema %I to %I', the_schema, the_role);
        execute format('grant usage on all sequences in schema %I to %I', the_schema, the_role);
        if to_regclass(format('%I.flyway_schema_history', the_schema)) is not null then
            execute format('revoke all on %I.flyway_schema_history from %I', the_schema, the_role);
        end if;
    end loop;

    for the_table in
        select c.oid, c.relname, c.relrowsecurity and c.relforcerowsecurity as forced
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
        where n.nspname = the_schema and c.relkind in ('r', 'p')
    loop
        if not the_table.forced then
            execute format('alter table %I.%I enable row level security', the_schema, the_table.relname);
            execute format('alter table %I.%I force row level security', the_schema, the_table.relname);
        end if;
        if not exists (select from pg_policy where polrelid = the_table.oid and polname = 'tenant_rows') then
            -- A setting that was local to a transaction is '' afterwards, not null; '' is nobody's name.
            execute format(
                'create policy tenant_rows on %I.%I to rushes_app '
                || 'using (tenant = nullif(current_setting(''rushes.tenant'', true), '''')) '
                || 'with check (tenant = nullif(current_setting(''rushes.tenant'', true), ''''))',
                the_schema, the_table.relname);
        end if;
        if not exists (select from pg_policy where polrelid = the_table.oid and polname = 'system_rows') then
            execute format(
                'create policy system_rows on %I.%I to rushes_system using (true) with check (true)',
                the_schema, the_table.relname);
        end if;
    end loop;
end
$$
