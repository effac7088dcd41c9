-- What a broker connection asks for instead of the queue's; null is the queue's. Until now nothing could be asked for.
alter table broker_connection alter column fees drop not null;
alter table broker_connection alter column fill drop not null;
update broker_connection set fees = null, fill = null;
alter table broker_connection add column latency varchar(40);
alter table broker_connection add column max_quote_age varchar(40);
alter table broker_connection add column slippage varchar(40);

-- The terms an instance of a run trades on, as a JSON object, with the hash of its fees.
alter table run_instance add column terms text default '{}' not null;
