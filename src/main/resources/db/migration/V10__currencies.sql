-- In what money a result is: three letters, or the exchange where these are not known; null of results from before.
alter table instance_result add column currency varchar(1024);
-- Of results in several currencies there is no sum.
alter table run alter column total_pnl drop not null;
alter table run alter column fees drop not null;
