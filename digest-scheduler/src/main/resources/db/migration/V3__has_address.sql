-- Whether mail can be sent to the person; null for rows written before it was kept, until their record is read again.
alter table recipient add column has_address boolean;
