-- The list of all states, newest first; dead_letter_newest serves the list of one state.
create index dead_letter_by_position on dead_letter (tenant, position desc);
