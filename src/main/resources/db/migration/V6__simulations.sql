-- Portfolio simulations stand in queues beside strategies. `kind` is graph or simulation; `data_hash` is of the bars, actions and listing
-- that a simulation was prepared with, null for others, whose days have hashes of their own.
alter table run_instance add column kind varchar(16) default 'graph' not null;
alter table run_instance add column data_hash varchar(64);

-- The symbols of a simulation that a partition works on, as a JSON array; a partition of strategies has none, one of a simulation no days.
alter table partition_plan add column symbols text default '[]' not null;
