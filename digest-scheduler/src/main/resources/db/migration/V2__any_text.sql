-- Bodies are kept and never searched. Unlike jsonb, json takes \u0000, which a title may hold: one such record would stop all
-- that stand behind it.
alter table item alter column body type json using body::text::json;
alter table preference alter column body type json using body::text::json;
