-- One strategy file may stand in a queue in many variants. `sweep_of` is the strategy_id of the file, null for a file as it is;
-- `parameters` is a JSON object of the values the variant has, by name.
alter table queue_item add column sweep_of varchar(128);
alter table queue_item add column parameters text default '{}' not null;
alter table run_instance add column sweep_of varchar(128);
alter table run_instance add column parameters text default '{}' not null;
