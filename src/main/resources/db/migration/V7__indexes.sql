-- What is asked for at every launch and by every list stays quick after years of nights.
create index run_unfinished on run (queue, state, run);
create index run_newest on run (started_at, run_id);
create index run_numbered on run (run, queue);
create index run_measured on run (host, state, finished_at);
create index queue_item_standing on queue_item (removal, queue, queue_item_id);

-- PostgreSQL makes no indexes for foreign keys by itself, and looks through the whole table for each row that is deleted.
create index queue_item_strategy on queue_item (strategy_hash);
create index queue_item_broker on queue_item (broker_connection_id);
create index run_instance_strategy on run_instance (strategy_hash);
create index publish_swap_run on publish_swap (run_id);
